package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.internal.record.Rebuild.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of the decision record, row by row: what is there after a loss of power. */
class LossesTests {

    @TempDir
    private Path base;

    private Path copy;
    private final Ops ops = new Ops();
    private int made;

    @BeforeEach
    void prepareWhatIsThereBefore() throws IOException {
        copy = Files.createDirectories(base.resolve("copy"));
        Files.writeString(copy.resolve("old"), "old text");
        Files.createDirectory(copy.resolve("dir"));
        Files.writeString(copy.resolve("dir").resolve("inside"), "inner");
    }

    private Map<String, String> after(List<Operation> operations, int k, int cut, Loss loss, long seed)
            throws IOException {
        Path target = base.resolve("made-" + made++);
        Rebuild.of(copy, operations).make(new Rebuild.Point(k, cut), loss, seed, target);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(target)) {
            for (Path path : all.filter(each -> !each.equals(target)).toList()) {
                String name = target.relativize(path).toString();
                files.put(
                        name,
                        Files.isDirectory(path) ? "/" : Files.readString(path).replace('\0', '0'));
            }
        }
        return files;
    }

    private Map<String, String> all() throws IOException {
        return after(ops.all(), ops.all().size(), 0, Loss.ALL, 0);
    }

    private Map<String, String> none() throws IOException {
        return after(ops.all(), ops.all().size(), 0, Loss.NONE, 0);
    }

    /** Everything that 200 seeds lead to. */
    private Set<String> random() throws IOException {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            Map<String, String> files = after(ops.all(), ops.all().size(), 0, Loss.RANDOM, seed);
            files.remove("dir");
            files.remove("dir/inside");
            found.add(files.toString());
        }
        return found;
    }

    private static Map<String, String> with(String... others) {
        Map<String, String> files = new TreeMap<>(Map.of("old", "old text", "dir", "/", "dir/inside", "inner"));
        for (int i = 0; i < others.length; i += 2) {
            files.put(others[i], others[i + 1]);
        }
        return files;
    }

    @Test
    void writeWithoutForce_isLost() throws IOException {
        ops.write(ops.open("old"), 0, "NEW");

        assertThat(none()).isEqualTo(with("old", "NEW text"));
        assertThat(all()).isEqualTo(with());
    }

    @Test
    void writeBeforeForce_staysAndTheOneAfterItIsLost() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "NEW").force(file).write(file, 4, "TEXT");

        assertThat(all()).isEqualTo(with("old", "NEW text"));
    }

    @Test
    void forceOfAnotherOpeningOfTheFile_forcesItsWrites() throws IOException {
        ops.write(ops.open("old"), 0, "NEW");
        ops.force(ops.open("old"));

        assertThat(all()).isEqualTo(with("old", "NEW text"));
    }

    @Test
    void truncationWithoutForce_isLost() throws IOException {
        ops.truncate(ops.open("old"), 3);
        ops.openEmptied("old");

        assertThat(none()).isEqualTo(with("old", ""));
        assertThat(all()).isEqualTo(with());
    }

    @Test
    void newFileThatIsForced_isLostWithItsName() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "x").force(file);

        assertThat(all()).isEqualTo(with());
    }

    @Test
    void newFileWhoseDirectoryIsForced_isThereWithoutItsBytes() throws IOException {
        ops.write(ops.open("new"), 0, "x").force("");

        assertThat(all()).isEqualTo(with("new", ""));
    }

    @Test
    void newFileThatIsForcedWithItsDirectory_isThere() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "x").force(file).force("");

        assertThat(all()).isEqualTo(with("new", "x"));
    }

    @Test
    void renameOfAFileThatIsNotForced_showsItWithoutItsBytes() throws IOException {
        ops.write(ops.open("new"), 0, "complete");
        ops.rename("new", "old").force("");

        assertThat(none()).isEqualTo(with("old", "complete"));
        assertThat(all()).isEqualTo(with("old", ""));
    }

    @Test
    void renameWithoutForceOfTheDirectory_leavesWhatWasReplaced() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "complete").force(file).force("");
        ops.rename("new", "old");

        assertThat(all()).isEqualTo(with("new", "complete"));
    }

    @Test
    void renameBetweenDirectories_isSafeAsAWholeWhenOneOfThemIsForced() throws IOException {
        ops.rename("old", "dir/moved").force("dir");

        Map<String, String> expected = with("dir/moved", "old text");
        expected.remove("old");
        assertThat(all()).isEqualTo(expected);
    }

    @Test
    void deletionWithoutForce_isLost() throws IOException {
        ops.delete("old");

        assertThat(all()).isEqualTo(with());
        ops.force("");
        assertThat(all()).doesNotContainKey("old");
    }

    @Test
    void directoryWhoseParentIsNotForced_isLostWithAllThatIsForcedInIt() throws IOException {
        ops.makeDirectory("sub");
        int file = ops.open("sub/file");
        ops.write(file, 0, "x").force(file).force("sub");

        assertThat(all()).isEqualTo(with());
        ops.force("");
        assertThat(all()).isEqualTo(with("sub", "/", "sub/file", "x"));
    }

    @Test
    void nameThatIsSafe_makesSafeWhatHadItBefore() throws IOException {
        ops.makeDirectory("sub").force("");
        ops.rename("old", "dir/between").rename("dir/between", "sub/last").force("sub");

        // Without the first rename the file would have its first name, too.
        Map<String, String> expected = with("sub", "/", "sub/last", "old text");
        expected.remove("old");
        assertThat(all()).isEqualTo(expected);
    }

    @Test
    void secondName_isSafeWithItsOwnDirectory() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "x").force(file).link("new", "dir/other").force("dir");

        assertThat(all()).isEqualTo(with("dir/other", "x"));
    }

    @Test
    void synchronousWrite_isSafeByItself() throws IOException {
        int later = ops.open("old");
        ops.write(later, 4, "TEXT");
        ops.write(ops.openSynced("old"), 0, "NEW");

        assertThat(all()).isEqualTo(with("old", "NEW text"));
    }

    @Test
    void forcedMemory_isSafeWithTheSizeOfItsFile() throws IOException {
        int file = ops.open("old");
        ops.truncate(file, 10).forceMap(file, 8, "mm").write(file, 0, "X");

        assertThat(all()).isEqualTo(with("old", "old textmm"));
    }

    @Test
    void fileMovedIn_hasItsBytesWhenItsNameIsSafe() throws IOException {
        ops.moveIn("in", "from elsewhere");
        assertThat(all()).isEqualTo(with());
        ops.force("");
        assertThat(all()).isEqualTo(with("in", "from elsewhere"));
    }

    @Test
    void randomLoss_keepsWritesIndependently() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "A").write(file, 2, "B");

        assertThat(random())
                .containsExactlyInAnyOrder("{old=old text}", "{old=Ald text}", "{old=olB text}", "{old=AlB text}");
    }

    @Test
    void randomLoss_leavesHolesBeforeWhatIsKept() throws IOException {
        int file = ops.open("old");
        ops.truncate(file, 0).force(file).write(file, 0, "aa").write(file, 2, "bb");

        assertThat(random()).containsExactlyInAnyOrder("{old=}", "{old=aa}", "{old=00bb}", "{old=aabb}");
    }

    @Test
    void randomLoss_ofASize_losesWhatWasWrittenAfterIt() throws IOException {
        int file = ops.open("old");
        ops.truncate(file, 1).write(file, 1, "X");

        assertThat(random()).containsExactlyInAnyOrder("{old=old text}", "{old=o}", "{old=oX}");
    }

    @Test
    void randomLoss_ofAName_losesLaterChangesOfTheSameNameOnly() throws IOException {
        ops.open("a");
        ops.rename("a", "b");
        ops.open("c");

        assertThat(random())
                .containsExactlyInAnyOrder(
                        "{old=old text}",
                        "{a=, old=old text}",
                        "{b=, old=old text}",
                        "{c=, old=old text}",
                        "{a=, c=, old=old text}",
                        "{b=, c=, old=old text}");
    }

    @Test
    void randomLoss_neverLosesWhatIsSafe() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "x").force(file).force("");

        assertThat(random()).containsExactly("{new=x, old=old text}");
    }

    @Test
    void randomLoss_ofALargeWrite_isByPages() throws IOException {
        int file = ops.open("new");
        ops.force("").write(file, 4_000, "y".repeat(200));

        // Two pages, each there or not; where only the first is there, the file ends with it.
        Set<Integer> lengths = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            String text =
                    after(ops.all(), ops.all().size(), 0, Loss.RANDOM, seed).get("new");
            lengths.add(text.replace("0", "").length());
        }
        assertThat(lengths).containsExactly(0, 96, 104, 200);
    }

    @Test
    void removalOfADirectoryThatIsSafe_makesSafeWhatLeftIt() throws IOException {
        ops.makeDirectory("sub").force("");
        ops.rename("dir/inside", "sub/inside").removeDirectory("dir").force("");

        assertThat(all()).isEqualTo(Map.of("old", "old text", "sub", "/", "sub/inside", "inner"));
    }

    @Test
    void randomLoss_neverGivesAFileTwoNamesByRenames() throws IOException {
        ops.makeDirectory("sub").force("");
        ops.rename("old", "dir/between").rename("dir/between", "sub/last");

        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            Map<String, String> files = after(ops.all(), ops.all().size(), 0, Loss.RANDOM, seed);
            files.values().removeIf(content -> !content.equals("old text"));
            found.add(files.keySet().toString());
        }
        assertThat(found).containsExactly("[dir/between]", "[old]", "[sub/last]");
    }

    @Test
    void randomLoss_neverLosesAFileBetweenTwoDirectories() throws IOException {
        ops.rename("dir/inside", "inside").removeDirectory("dir");

        for (long seed = 0; seed < 200; seed++) {
            Map<String, String> files = after(ops.all(), ops.all().size(), 0, Loss.RANDOM, seed);
            assertThat(files.containsKey("inside") || files.containsKey("dir/inside"))
                    .isTrue();
        }
    }

    @Test
    void unsynced_tellsWhichEffectsMayBeLost() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "x").force(file).delete("old");
        Trace trace = Trace.of(StartTree.of(copy), ops.all());

        // The new name, its bytes, their force, the deletion.
        assertThat(new Losses(trace, 4).unsynced().stream()).containsExactly(0, 3);
        assertThat(new Losses(trace, 2).unsynced().stream()).containsExactly(0, 1);
    }

    @Test
    void cutWrite_isThereInPart() throws IOException {
        ops.write(ops.open("old"), 0, "NEW TEXT");

        assertThat(after(ops.all(), 1, 5, Loss.NONE, 0)).isEqualTo(with("old", "NEW Text"));
        assertThat(after(ops.all(), 1, 0, Loss.NONE, 0)).isEqualTo(with());
        assertThat(after(ops.all(), 1, 5, Loss.ALL, 0)).isEqualTo(with());
        assertThatThrownBy(() -> after(ops.all(), 0, 5, Loss.NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only a write can be cut");
    }

    @Test
    void operationThatDoesNotFit_isNamed() {
        ops.delete("nothing");

        assertThatThrownBy(() -> Trace.of(StartTree.of(copy), ops.all()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("operation 1 of the recording, Delete, does not fit what was there before: "
                        + "there is no 'nothing'");
    }

    @Test
    void handle_followsItsFileThroughRenameAndDeletion() throws IOException {
        int file = ops.open("old");
        ops.rename("old", "dir/renamed").write(file, 0, "NEW").link("dir/renamed", "kept");
        ops.delete("dir/renamed").write(file, 4, "TEXT");
        ops.open("old");
        ops.symbolicLink("kept", "link");

        assertThat(none()).isEqualTo(with("old", "", "kept", "NEW TEXT", "link", "NEW TEXT"));
    }
}
