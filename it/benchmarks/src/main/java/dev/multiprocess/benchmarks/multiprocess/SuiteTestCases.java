package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small tests of the usual kind, as {@link SuiteMain} runs them. */
@MultiProcess(timeout = "1m")
class SuiteTestCases {

    private static final int ELEMENTS = 10;

    static IntStream tests() {
        return IntStream.rangeClosed(1, SuiteMain.tests);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void everythingIsRead(int test, Processes processes, ProcessQueue<Integer> numbers) {
        QueueWriter<Integer> writer = numbers.writer();
        QueueReader<Integer> reader = numbers.reader();
        processes.startEach(2, "writer", index -> {
            for (int i = 0; i < ELEMENTS; i++) {
                writer.put(index * ELEMENTS + i);
            }
        });
        ProcessGroup<Integer> readers = processes.start(2, "reader", () -> {
            int count = 0;
            for (int number : reader) {
                count += number >= 0 ? 1 : 0;
            }
            return count;
        });
        writer.close();
        int read = readers.results().stream().mapToInt(Integer::intValue).sum();
        if (read != 2 * ELEMENTS) {
            throw new AssertionError("read " + read + " instead of " + 2 * ELEMENTS);
        }
    }
}
