package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.record.Rebuild.Loss;
import dev.multiprocess.internal.record.Rebuild.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rebuilt directory has of each operation. */
class RebuildTests {

    @TempDir
    private Path base;

    private Path copy;
    private final Ops ops = new Ops();

    @BeforeEach
    void prepareWhatIsThereBefore() throws IOException {
        copy = Files.createDirectory(base.resolve("copy"));
        Files.writeString(copy.resolve("old"), "old text");
        Files.createDirectory(copy.resolve("dir"));
    }

    private Rebuild rebuild() throws IOException {
        return Rebuild.of(copy, ops.all());
    }

    private List<Lost> lost(int operation, Loss loss, long seed) throws IOException {
        return rebuild().lost(new Rebuild.Point(operation, 0), loss, seed);
    }

    @Test
    void lost_isByOperationsBeforeThePoint() throws IOException {
        int file = ops.open("new");
        ops.promise("none")
                .write(file, 0, "a")
                .force(file)
                .write(file, 1, "b")
                .delete("old")
                .openExisting("new");
        ops.rename("new", "dir/moved");

        assertThat(lost(8, Loss.NONE, 0)).isEmpty();
        assertThat(lost(0, Loss.ALL, 0)).isEmpty();
        assertThat(lost(3, Loss.ALL, 0)).containsExactly(new Lost(0, false), new Lost(2, false));
        assertThat(lost(4, Loss.ALL, 0)).containsExactly(new Lost(0, false));
        assertThat(lost(8, Loss.ALL, 0))
                .containsExactly(new Lost(0, false), new Lost(4, false), new Lost(5, false), new Lost(7, false));
    }

    @Test
    void operationWithSeveralEffects_isLostOnce() throws IOException {
        ops.moveIn("in", "from elsewhere");

        assertThat(lost(1, Loss.ALL, 0)).containsExactly(new Lost(0, false));
        ops.force("");
        assertThat(lost(2, Loss.ALL, 0)).isEmpty();
    }

    @Test
    void randomLoss_isOfTheSameOperationsAsTheDirectory() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "A").write(file, 2, "B").truncate(file, 3);
        Set<List<Lost>> found = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            List<Lost> lost = lost(4, Loss.RANDOM, seed);
            assertThat(lost(4, Loss.RANDOM, seed)).isEqualTo(lost);
            Path target = base.resolve("made-" + seed);
            Rebuild.of(copy, ops.all()).make(new Rebuild.Point(4, 0), Loss.RANDOM, seed, target);
            String text = Files.readString(target.resolve("old"));
            assertThat(text.charAt(0)).isEqualTo(lost.contains(new Lost(1, false)) ? 'o' : 'A');
            assertThat(text.charAt(2)).isEqualTo(lost.contains(new Lost(2, false)) ? 'd' : 'B');
            assertThat(text).hasSize(lost.contains(new Lost(3, false)) ? 8 : 3);
            found.add(lost);
        }
        assertThat(found).hasSize(8);
    }

    @Test
    void writeOfWhichAPageIsLost_isPartlyLost() throws IOException {
        int file = ops.open("old");
        ops.write(file, 4_000, "y".repeat(200));
        Set<List<Lost>> found = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            found.add(lost(2, Loss.RANDOM, seed));
        }
        assertThat(found).containsExactlyInAnyOrder(List.of(), List.of(new Lost(1, true)), List.of(new Lost(1, false)));
    }

    @Test
    void cutWrite_isLostWhereAllIs() throws IOException {
        ops.write(ops.open("old"), 0, "NEW");
        Rebuild.Point cut = new Rebuild.Point(1, 2);

        assertThat(rebuild().lost(cut, Loss.NONE, 0)).isEmpty();
        assertThat(rebuild().lost(cut, Loss.RANDOM, 0)).isEmpty();
        assertThat(rebuild().lost(cut, Loss.ALL, 0)).containsExactly(new Lost(1, false));
    }

    /** Names of the operations, by {@code isOne}, that are one. */
    private List<String> those(Predicate isOne) throws IOException {
        Rebuild rebuild = rebuild();
        return IntStream.range(0, ops.all().size())
                .filter(i -> isOne.test(rebuild, i))
                .mapToObj(i -> i + " " + ops.all().get(i).getClass().getSimpleName())
                .toList();
    }

    private interface Predicate {
        boolean test(Rebuild rebuild, int operation);
    }

    private void doAll() {
        int file = ops.open("new");
        ops.openExisting("old");
        ops.openEmptied("old");
        ops.openEmptied("made");
        ops.write(file, 0, "x").truncate(file, 0).force(file).force("");
        ops.write(file, 0, "mm").map(file).forceMap(file, 0, "MM").forceMap(file, 2, "after the end");
        ops.link("new", "second")
                .rename("new", "second")
                .rename("new", "renamed")
                .symbolicLink("second", "link");
        ops.makeDirectory("sub")
                .moveIn("in", "bytes")
                .moveOut("in")
                .delete("link")
                .removeDirectory("sub");
        ops.failedForce("old")
                .failedForce("missing")
                .failed((byte) 2, "old")
                .promise("p")
                .unknown("u");
    }

    @Test
    void effect_isWhatChangesOrForcesSomething() throws IOException {
        doAll();

        assertThat(those(Rebuild::hasEffect))
                .containsExactly(
                        "0 Open",
                        "2 Open",
                        "3 Open",
                        "4 Write",
                        "5 Truncate",
                        "6 Force",
                        "7 Force",
                        "8 Write",
                        "10 ForceMap",
                        "12 Link",
                        "14 Rename",
                        "15 SymbolicLink",
                        "16 MakeDirectory",
                        "17 MoveIn",
                        "18 MoveOut",
                        "19 Delete",
                        "20 RemoveDirectory",
                        "21 Failed");
    }

    @Test
    void making_isGivingANameToSomething() throws IOException {
        doAll();

        assertThat(those(Rebuild::makes))
                .containsExactly(
                        "0 Open", "3 Open", "12 Link", "14 Rename", "15 SymbolicLink", "16 MakeDirectory", "17 MoveIn");
    }
}
