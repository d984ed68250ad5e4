package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

    /** Each may have the collector go through the whole heap several times. */
    private static final int PUTS_WITHOUT_MEMORY = Boolean.getBoolean("nightly") ? 20_000 : 4_000;

    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int EACH = 400_000;

    @Test
    void aMillionElements_eachIsTakenOnceAndInTheOrderOfItsWriter() {
        assertThat(run(ManyElementsTestCases.class)).passes(1);
    }

    @Test
    void writerHasLittleMemory_whatWaitsNeedsNoneOfIt() {
        assertThat(run(LittleMemoryTestCases.class)).passes(2);
    }

    static class LittleMemoryTestCases {

        /** Leaves a few MiB of the heap, so that a record of each element that waits would not fit. */
        @MultiProcessTest
        void manyElementsWait(Processes processes, ProcessQueue<byte[]> queue) {
            int count = 400_000;
            processes
                    .with(options -> options.heap("16m"))
                    .start("writer", () -> {
                        byte[] ballast = new byte[6 << 20];
                        byte[] element = new byte[10];
                        for (int i = 0; i < count; i++) {
                            queue.put(element);
                        }
                        return ballast.length;
                    })
                    .join();

            assertThat(queue.size()).isEqualTo(count);
        }

        /** There is no memory left at any instant, so that it runs out anywhere in a put. */
        @MultiProcessTest
        void memoryRunsOut(Processes processes, ProcessQueue<byte[]> queue) {
            int puts = PUTS_WITHOUT_MEMORY;
            List<Integer> put = processes
                    .with(options -> options.heap("24m"))
                    .start("writer", () -> {
                        boolean[] done = new boolean[puts];
                        List<Integer> numbers = new ArrayList<>(done.length);
                        byte[] element = new byte[1_000];
                        Object[] ballast = null;
                        for (int size = 1 << 18; size >= 16; size /= 16) {
                            try {
                                while (true) {
                                    ballast = new Object[] {ballast, new byte[size]};
                                }
                            } catch (OutOfMemoryError e) {
                                // As it had to.
                            }
                        }
                        for (int i = 0; i < done.length; i++) {
                            try {
                                if (i % 10 == 0) {
                                    ballast = new Object[] {ballast, new byte[16 << i / 10 % 10]};
                                }
                                element[0] = (byte) i;
                                element[1] = (byte) (i >> 8);
                                done[i] = queue.offer(element);
                            } catch (OutOfMemoryError e) {
                                if (i % 7 == 0 && ballast != null) {
                                    ballast = (Object[]) ballast[0];
                                }
                            }
                        }
                        ballast = null;
                        for (int i = 0; i < done.length; i++) {
                            if (done[i]) {
                                numbers.add(i);
                            }
                        }
                        return numbers;
                    })
                    .result();

            assertThat(queue.drain().stream().map(bytes -> bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8))
                    .containsExactlyElementsOf(put);
            assertThat(put).hasSizeLessThan(puts);
        }
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
