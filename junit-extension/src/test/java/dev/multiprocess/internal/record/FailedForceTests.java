package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.recorder.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after forces that have failed: all but what they were to make safe. */
class FailedForceTests {

    @TempDir
    private Path base;

    private Path copy;
    private final Ops ops = new Ops();

    @BeforeEach
    void prepareWhatIsThereBefore() throws IOException {
        copy = Files.createDirectories(base.resolve("copy"));
        Files.writeString(copy.resolve("old"), "old text");
        Files.createDirectory(copy.resolve("dir"));
        Files.writeString(copy.resolve("dir").resolve("inside"), "inner");
    }

    private Map<String, String> left() throws IOException {
        Path target = Files.createTempDirectory(base, "made").resolve("dir");
        Rebuild.of(copy, ops.all()).makeAfterFailedForces(target);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(target)) {
            for (Path path : all.filter(each -> !each.equals(target)).toList()) {
                files.put(
                        target.relativize(path).toString(),
                        Files.isDirectory(path) ? "/" : Files.readString(path).replace('\0', '0'));
            }
        }
        return files;
    }

    /** Numbers of the operations that are lost, from 1. */
    private List<Integer> lost() throws IOException {
        List<Rebuild.Lost> lost = Rebuild.of(copy, ops.all()).lostByFailedForces();
        assertThat(lost).noneMatch(Rebuild.Lost::partly);
        return lost.stream().map(each -> each.operation() + 1).toList();
    }

    private static Map<String, String> with(String... others) {
        Map<String, String> files = new TreeMap<>(Map.of("old", "old text", "dir", "/", "dir/inside", "inner"));
        for (int i = 0; i < others.length; i += 2) {
            if (others[i + 1] == null) {
                files.remove(others[i]);
            } else {
                files.put(others[i], others[i + 1]);
            }
        }
        return files;
    }

    @Test
    void withoutAFailedForce_nothingIsLost() throws IOException {
        ops.write(ops.open("old"), 0, "NEW").rename("old", "dir/moved");

        assertThat(left()).isEqualTo(with("old", null, "dir/moved", "NEW text"));
        assertThat(lost()).isEmpty();
    }

    @Test
    void writesSinceTheLastForce_areLost() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "N")
                .force(file)
                .write(file, 1, "E")
                .write(file, 2, "W")
                .failedForce("old");

        assertThat(left()).isEqualTo(with("old", "Nld text"));
        assertThat(lost()).containsExactly(4, 5);
    }

    @Test
    void truncation_isLostAndLaterWritesAreNot() throws IOException {
        int file = ops.open("old");
        ops.truncate(file, 0).failedForce("old").write(file, 0, "X");

        assertThat(left()).isEqualTo(with("old", "Xld text"));
        assertThat(lost()).containsExactly(2);
    }

    @Test
    void laterForce_doesNotBringItBack() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "N")
                .failedForce("old")
                .force(file)
                .write(file, 1, "E")
                .force(file);

        assertThat(left()).isEqualTo(with("old", "oEd text"));
        assertThat(lost()).containsExactly(2);
    }

    @Test
    void bytesWrittenAgain_areThere() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "NEW").failedForce("old").write(file, 0, "NEW").force(file);

        assertThat(left()).isEqualTo(with("old", "NEW text"));
        assertThat(lost()).containsExactly(2);
    }

    @Test
    void hole_isLeftByALostWriteBeforeAKeptOne() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "aa").failedForce("new").write(file, 2, "bb");

        assertThat(left()).isEqualTo(with("new", "00bb"));
    }

    @Test
    void secondFailure_losesWhatCameAfterTheFirst() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "N")
                .failedForce("old")
                .write(file, 1, "E")
                .failedForce("old")
                .write(file, 2, "W");

        assertThat(left()).isEqualTo(with("old", "olW text"));
        assertThat(lost()).containsExactly(2, 4);
    }

    @Test
    void otherFiles_keepWhatWasNotForced() throws IOException {
        int other = ops.open("dir/inside");
        ops.write(other, 0, "I").write(ops.open("old"), 0, "O").failedForce("old");

        assertThat(left()).isEqualTo(with("dir/inside", "Inner"));
    }

    @Test
    void synchronousWrite_isNotLost() throws IOException {
        ops.write(ops.openSynced("old"), 0, "S");
        ops.write(ops.open("old"), 4, "LOST").failedForce("old");

        assertThat(left()).isEqualTo(with("old", "Sld text"));
    }

    @Test
    void newFile_keepsItsNameWhenItsOwnForceFails() throws IOException {
        ops.write(ops.open("new"), 0, "x").failedForce("new");

        assertThat(left()).isEqualTo(with("new", ""));
        assertThat(lost()).containsExactly(2);
    }

    @Test
    void fileThatWasRenamed_isTheOneThatHasTheNameThen() throws IOException {
        int file = ops.open("old");
        ops.write(file, 0, "N").rename("old", "renamed").failedForce("renamed");
        ops.write(ops.open("old"), 0, "another");

        assertThat(left()).isEqualTo(with("renamed", "old text", "old", "another"));
        assertThat(lost()).containsExactly(2);
    }

    @Test
    void secondName_isOfTheSameFile() throws IOException {
        ops.link("old", "second").write(ops.open("old"), 0, "N").failedForce("second");

        assertThat(left()).isEqualTo(with("second", "old text"));
    }

    @Test
    void namesOfADirectory_areLostAndBytesAreNot() throws IOException {
        ops.write(ops.open("old"), 0, "NEW");
        ops.touch("new").touch("dir/other").failedForce("");

        assertThat(left()).isEqualTo(with("old", "NEW text", "dir/other", ""));
        assertThat(lost()).containsExactly(3);
    }

    @Test
    void nameForcedBefore_isNotLost() throws IOException {
        ops.touch("a").force("").touch("b").failedForce("").force("").touch("c");

        assertThat(left()).isEqualTo(with("a", "", "c", ""));
        assertThat(lost()).containsExactly(3);
    }

    @Test
    void renameAfterIt_isThere() throws IOException {
        int file = ops.open("new");
        ops.write(file, 0, "x").force(file).failedForce("").rename("new", "old").force("");

        assertThat(left()).isEqualTo(with("old", "x"));
        assertThat(lost()).isEmpty();
    }

    @Test
    void nameThatIsMadeAgain_isThere() throws IOException {
        ops.touch("a").failedForce("").delete("a").touch("a").force("");

        assertThat(left()).isEqualTo(with("a", ""));
        assertThat(lost()).isEmpty();
    }

    @Test
    void allIsDoneAgainUnderAnotherName_secondIsThereAndFirstIsLost() throws IOException {
        ops.touch("first").rename("first", "old").failedForce("");
        ops.touch("second").rename("second", "old").force("");

        assertThat(left()).isEqualTo(with("old", ""));
        assertThat(lost()).containsExactly(1, 2);
    }

    @Test
    void nameThatIsMadeAgainAndFailsAgain_isLost() throws IOException {
        ops.touch("a").failedForce("").delete("a").touch("a").failedForce("");

        assertThat(left()).isEqualTo(with());
        assertThat(lost()).containsExactly(1, 3, 4);
    }

    @Test
    void renameBetweenDirectories_isLostAsAWholeByEitherOfThem() throws IOException {
        ops.rename("old", "dir/moved").failedForce("dir");

        assertThat(left()).isEqualTo(with());
        assertThat(lost()).containsExactly(1);
    }

    @Test
    void deletion_isLost() throws IOException {
        ops.delete("old").failedForce("");

        assertThat(left()).isEqualTo(with());
        assertThat(lost()).containsExactly(1);
    }

    @Test
    void removalOfADirectory_isLostWithWhatLeftIt() throws IOException {
        ops.rename("dir/inside", "inside").failedForce("dir").removeDirectory("dir");

        assertThat(left()).isEqualTo(with());
        assertThat(lost()).containsExactly(1, 3);
    }

    @Test
    void otherAttemptsThatFail_loseNothing() throws IOException {
        ops.write(ops.open("old"), 0, "NEW").failed(LogFormat.WRITE, "old").failed(LogFormat.TRUNCATE, "old");

        assertThat(left()).isEqualTo(with("old", "NEW text"));
    }

    @Test
    void forceOfWhatIsGone_losesNothing() throws IOException {
        ops.write(ops.open("old"), 0, "NEW").link("old", "kept").delete("old").failedForce("old");

        assertThat(left()).isEqualTo(with("old", null, "kept", "NEW text"));
        assertThat(lost()).isEmpty();
    }
}
