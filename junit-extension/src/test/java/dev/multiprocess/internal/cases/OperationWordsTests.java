package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Ops;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations as a person reads them. */
class OperationWordsTests {

    private final Ops ops = new Ops();

    private List<String> words() {
        return OperationWords.of(ops.all(), none -> false);
    }

    @Test
    void everyKind_hasWords() {
        int file = ops.open("a.log");
        ops.openEmptied("a.log");
        ops.write(file, 4_096, "x").write(file, 0, "").truncate(file, 1).truncate(file, 3_000_000_000L);
        ops.force(file, "a.log").force("").force("dir").map(file).forceMap(file, 7, "mm");
        ops.rename("a.log", "b.log")
                .link("b.log", "c.log")
                .symbolicLink("b.log", "s")
                .delete("s");
        ops.makeDirectory("dir").removeDirectory("dir").moveIn("in", "bytes").moveOut("in");
        ops.failedForce("b.log")
                .failedForce("")
                .promise("p")
                .checkpoint("written")
                .thrown("e");
        ops.unknown("it is dark");

        assertThat(words())
                .containsExactly(
                        "opening of a.log",
                        "emptying of a.log",
                        "write of 1 byte to a.log at 4096",
                        "write of 0 bytes to a.log at 0",
                        "truncation of a.log to 1 byte",
                        "truncation of a.log to 3000000000 bytes",
                        "force of a.log",
                        "force of the directory",
                        "force of dir",
                        "mapping of a.log into memory",
                        "force of 2 bytes of a.log in memory at 7",
                        "rename of a.log to b.log",
                        "creation of c.log as another name of b.log",
                        "creation of symbolic link s",
                        "deletion of s",
                        "creation of directory dir",
                        "deletion of directory dir",
                        "move of in into the directory",
                        "move of in out of the directory",
                        "failed attempt on b.log",
                        "failed attempt on the directory",
                        "promise",
                        "checkpoint 'written'",
                        "exception of the work",
                        "what the recording does not show: it is dark");
    }

    @Test
    void openingThatMakesItsFile_isACreation() {
        ops.open("a");
        ops.openEmptied("b");
        ops.open("a");

        assertThat(OperationWords.of(ops.all(), each -> each < 2))
                .containsExactly("creation of a", "creation of b", "opening of a");
    }

    @Test
    void fileThatWasRenamed_isWrittenUnderItsPresentName() {
        int file = ops.open("a");
        ops.rename("a", "b")
                .write(file, 0, "x")
                .rename("b", "c")
                .truncate(file, 0)
                .forceMap(file, 0, "y");

        assertThat(words())
                .endsWith(
                        "write of 1 byte to b at 0",
                        "rename of b to c",
                        "truncation of c to 0 bytes",
                        "force of 1 byte of c in memory at 0");
    }

    @Test
    void fileWhoseDirectoryWasRenamed_isWrittenUnderItsPresentName() {
        int inside = ops.open("dir/deep/a");
        int beside = ops.open("dir2/a");
        ops.rename("dir", "moved").write(inside, 0, "x").write(beside, 0, "x");
        ops.rename("moved/deep", "deep").write(inside, 1, "x");

        assertThat(words())
                .containsSequence("write of 1 byte to moved/deep/a at 0", "write of 1 byte to dir2/a at 0")
                .endsWith("write of 1 byte to deep/a at 1");
    }

    @Test
    void newFileOfTheOldName_isNotTheRenamedOne() {
        int first = ops.open("a");
        ops.rename("a", "b");
        int second = ops.open("a");
        ops.write(first, 0, "x").write(second, 0, "x");

        assertThat(words()).endsWith("write of 1 byte to b at 0", "write of 1 byte to a at 0");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.Bank.transfer(Bank.java:88), Bank.java:88",
        "app//shop.Bank$Inner.lambda$run$0(Bank.java:9), Bank.java:9",
        "shop.Bank.transfer(Unknown Source), Unknown Source",
        "'', ''",
        "without a place, without a place"
    })
    void line_isThePlaceInTheSource(String frame, String line) {
        Operation operation = new Operation.Delete(new Operation.Origin(1, "main", frame), "a");

        assertThat(OperationWords.line(operation)).isEqualTo(line);
    }
}
