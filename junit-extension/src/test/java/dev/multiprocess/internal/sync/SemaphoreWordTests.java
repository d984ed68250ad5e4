package dev.multiprocess.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a process was about to do with a semaphore when it died, its permits are known. */
class SemaphoreWordTests {

    private static final int TOTAL = 5;
    private static final int PROCESSES = 3;
    private static final long SEED = System.nanoTime() & 0xFFFF_FFFFL;

    private long state = SemaphoreWord.of(TOTAL);
    private final long[] held = new long[PROCESSES];
    private final long[] pending = new long[PROCESSES];
    private final long[] acknowledged = new long[PROCESSES];
    private final int[] truth = new int[PROCESSES];

    /** A change by one process, of which each call does one step. */
    private final class Change {

        private final int process;
        private final int delta;
        private int steps;
        private long seen;

        Change(int process, int delta) {
            this.process = process;
            this.delta = delta;
        }

        /** False when it is done. */
        boolean step() {
            switch (steps++) {
                case 0 -> seen = state;
                case 1 -> {
                    if (SemaphoreWord.lastCell(seen) != process) {
                        acknowledge(seen);
                    }
                }
                case 2 -> pending[process] = SemaphoreWord.cell(SemaphoreWord.count(seen) + 1, -delta);
                case 3 -> {
                    if (SemaphoreWord.permits(seen) + delta < 0) {
                        return false;
                    }
                    if (state != seen) {
                        steps = 0;
                    } else {
                        state = SemaphoreWord.changed(seen, delta, process);
                        truth[process] -= delta;
                    }
                }
                default -> {
                    int before = SemaphoreWord.cellNumber(held[process]);
                    held[process] = SemaphoreWord.cell(SemaphoreWord.count(seen) + 1, before - delta);
                    return false;
                }
            }
            return true;
        }
    }

    private void acknowledge(long word) {
        int last = SemaphoreWord.lastCell(word);
        acknowledged[last] = Math.max(acknowledged[last], SemaphoreWord.count(word));
    }

    @Test
    void permitsOfADeadProcess_areKnownAfterEachStep() {
        Random random = new Random(SEED);
        List<Change> running = new ArrayList<>();
        for (int process = 0; process < PROCESSES; process++) {
            running.add(null);
        }
        for (int i = 0; i < 200_000; i++) {
            int process = random.nextInt(PROCESSES);
            if (running.get(process) == null) {
                boolean acquires = truth[process] == 0 || random.nextBoolean();
                int count = 1 + random.nextInt(acquires ? 2 : truth[process]);
                running.set(process, new Change(process, acquires ? -count : count));
            }
            if (!running.get(process).step()) {
                running.set(process, null);
            }
            for (int dead = 0; dead < PROCESSES; dead++) {
                assertThat(SemaphoreWord.heldByDead(state, dead, held[dead], pending[dead], acknowledged[dead]))
                        .as("seed %d, step %d, process %d", SEED, i, dead)
                        .isEqualTo(truth[dead]);
            }
            assertThat(SemaphoreWord.permits(state) + truth[0] + truth[1] + truth[2])
                    .isEqualTo(TOTAL);
        }
    }

    @Test
    void largestValues_fit() {
        long word = SemaphoreWord.of(SemaphoreWord.MOST_PERMITS);
        for (int i = 0; i < 1000; i++) {
            word = SemaphoreWord.changed(word, -SemaphoreWord.MOST_PERMITS, SyncMemory.MOST_CELLS - 1);
            assertThat(SemaphoreWord.permits(word)).isZero();
            word = SemaphoreWord.changed(word, SemaphoreWord.MOST_PERMITS, SyncMemory.MOST_CELLS - 1);
        }
        assertThat(SemaphoreWord.permits(word)).isEqualTo(SemaphoreWord.MOST_PERMITS);
        assertThat(SemaphoreWord.lastCell(word)).isEqualTo(SyncMemory.MOST_CELLS - 1);
        assertThat(SemaphoreWord.count(word)).isEqualTo(2000);
        assertThat(SemaphoreWord.cellNumber(SemaphoreWord.cell(7, -SemaphoreWord.MOST_PERMITS)))
                .isEqualTo(-SemaphoreWord.MOST_PERMITS);
        assertThat(SemaphoreWord.cellCount(SemaphoreWord.cell(7, -1))).isEqualTo(7);
    }
}
