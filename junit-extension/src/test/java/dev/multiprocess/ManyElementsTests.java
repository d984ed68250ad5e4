package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** So many elements that the files of a queue are made and deleted many times. */
@Tag("fork")
@Timeout(120)
class ManyElementsTests {

    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int EACH = 400_000;

    @Test
    void aMillionElements_eachIsTakenOnceAndInTheOrderOfItsWriter() {
        assertThat(run(ManyElementsTestCases.class)).passes(1);
    }

    static class ManyElementsTestCases {

        @MultiProcessTest
        void writersAndReadersAtFullSpeed(Processes processes, ProcessQueue<Integer> queue) {
            processes.start(WRITERS, "writer", index -> {
                try (QueueWriter<Integer> writer = queue.writer()) {
                    for (int i = 0; i < EACH; i++) {
                        writer.put(index * EACH + i);
                    }
                }
                return null;
            });
            ProcessGroup<Map<Integer, Long>> readers = processes.start(READERS, "reader", () -> {
                Map<Integer, Integer> last = new TreeMap<>();
                Map<Integer, Long> sums = new TreeMap<>();
                for (int element : queue.reader()) {
                    int before = last.getOrDefault(element / EACH, -1);
                    if (element <= before) {
                        throw new AssertionError(element + " came after " + before);
                    }
                    last.put(element / EACH, element);
                    sums.merge(element / EACH, (long) element % EACH + 1, Long::sum);
                }
                return sums;
            });

            List<Map<Integer, Long>> all = readers.results();

            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                assertThat(all.stream()
                                .mapToLong(sums -> sums.getOrDefault(number, 0L))
                                .sum())
                        .isEqualTo((long) EACH * (EACH + 1) / 2);
            }
            assertThat(queue.statistics().taken()).isEqualTo((long) WRITERS * EACH);
        }
    }
}
