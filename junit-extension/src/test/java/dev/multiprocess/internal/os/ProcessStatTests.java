package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Linux tells of processes. */
class ProcessStatTests {

    private static boolean isEnding(String stat) {
        return ProcessStat.parse(stat).orElseThrow().isEnding();
    }

    @Test
    void runningProcess_isNotEnding() {
        assertThat(isEnding("42 (java) S 1 42 42 0 -1 4194304 1 2 3")).isFalse();
    }

    @Test
    void processThatIsBeingTakenDown_isEnding() {
        assertThat(isEnding("42 (java) R 1 42 42 0 -1 4194308 1 2 3")).isTrue();
        assertThat(isEnding("42 (java) Z 1 42 42 0 -1 4194304 1 2 3")).isTrue();
    }

    @Test
    void nameWithParenthesesAndBlanks_isPassedOver() {
        assertThat(isEnding("42 (a) Z 1 1 1 1 1 4) (x) S 1 42 42 0 -1 4194304 1"))
                .isFalse();
    }

    @Test
    void somethingElse_isNothing() {
        assertThat(ProcessStat.parse("")).isEmpty();
        assertThat(ProcessStat.parse("42 (java) S 1")).isEmpty();
    }

    @Test
    void ownProcess_isNotEnding() {
        assumeThat(Files.exists(Path.of("/proc/self/stat"))).isTrue();

        assertThat(ProcessStat.of(ProcessHandle.current().pid()))
                .hasValueSatisfying(stat -> assertThat(stat.isEnding()).isFalse());
        assertThat(ProcessStat.of(1L << 30)).isEmpty();
    }
}
