package dev.multiprocess.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptLinesTests {

    @Test
    void moreLinesThanAllowed_theOldestGo() {
        KeptLines lines = new KeptLines(2, 1_000);
        lines.add("one");
        lines.add("two");
        lines.add("three");
        assertThat(lines.toList()).containsExactly("two", "three");
    }

    @Test
    void linesThatTakeMoreMemoryThanAllowed_theOldestGo() {
        KeptLines lines = new KeptLines(10_000, 1_000);
        lines.add("a".repeat(400));
        lines.add("b".repeat(400));
        lines.add("c");
        assertThat(lines.toList()).containsExactly("b".repeat(400), "c");
    }

    @Test
    void oneLineThatTakesMoreThanAllowed_isKept() {
        KeptLines lines = new KeptLines(10_000, 1_000);
        lines.add("one");
        lines.add("a".repeat(10_000));
        assertThat(lines.toList()).containsExactly("a".repeat(10_000));
    }

    @ParameterizedTest
    @CsvSource({"16, 256", "96, 768", "1024, 8192", "65536, 8192"})
    void smallHeap_leavesRoomForLess(long heapMegabytes, long kilobytes) {
        assertThat(KeptLines.bytesFor(heapMegabytes << 20)).isEqualTo(kilobytes << 10);
    }
}
