package dev.multiprocess.internal.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many crashes of checks each case may try. */
@Timeout(20)
class PairBudgetTests {

    private static PairBudget begun(int total, int cases) {
        PairBudget budget = new PairBudget(total, cases);
        for (int i = 0; i < cases; i++) {
            budget.begin(i);
        }
        return budget;
    }

    private static List<Integer> takenInOrder(PairBudget budget, int... wanted) throws InterruptedException {
        List<Integer> granted = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            granted.add(budget.take(i, wanted[i]));
        }
        return granted;
    }

    @Test
    void casesThatWantMore_shareEvenly() throws Exception {
        PairBudget budget = begun(10, 4);

        assertThat(takenInOrder(budget, 100, 100, 100, 100)).containsExactly(2, 3, 2, 3);
        assertThat(budget.used()).isEqualTo(10);
        assertThat(budget.wanted()).isEqualTo(400);
    }

    @Test
    void whatOneLeaves_isForThoseAfterIt() throws Exception {
        assertThat(takenInOrder(begun(10, 5), 0, 100, 1, 2, 100)).containsExactly(0, 4, 1, 2, 3);
    }

    @Test
    void whatACaseThatTriesNoneLeaves_isForThoseAfterIt() throws Exception {
        PairBudget budget = begun(10, 5);
        budget.skip(0);
        budget.skip(1);

        assertThat(budget.take(2, 100)).isEqualTo(6);
        assertThat(budget.wanted()).isEqualTo(100);
    }

    @Test
    void casesThatWantLess_getIt() throws Exception {
        PairBudget budget = begun(200, 3);

        assertThat(takenInOrder(budget, 5, 0, 7)).containsExactly(5, 0, 7);
        assertThat(budget.used()).isEqualTo(12);
        assertThat(budget.wanted()).isEqualTo(12);
    }

    @Test
    void moreCasesThanPairs_leaveSomeWithout() throws Exception {
        assertThat(takenInOrder(begun(2, 5), 9, 9, 9, 9, 9)).containsExactly(0, 0, 1, 0, 1);
    }

    @Test
    void decisions_areThoseInOrderWhateverTheOrderOfThreads() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int round = 0; round < 100; round++) {
                int cases = 1 + random.nextInt(8);
                int total = random.nextInt(30);
                int[] wanted = random.ints(cases, -3, 12).toArray();

                List<Integer> granted = grantedByThreads(threads, random, begun(total, cases), wanted);

                assertThat(granted)
                        .as("seed %s, %s pairs for %s", seed, total, Arrays.toString(wanted))
                        .isEqualTo(expected(total, wanted));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Less than 0 wanted is a case that tries none. */
    private static List<Integer> grantedByThreads(
            ExecutorService threads, Random random, PairBudget budget, int... wanted) throws Exception {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, wanted.length).boxed().toList());
        Collections.shuffle(order, random);
        List<Future<Integer>> futures = new ArrayList<>(Collections.nCopies(wanted.length, null));
        for (int i : order) {
            futures.set(i, threads.submit(() -> {
                if (wanted[i] >= 0) {
                    return budget.take(i, wanted[i]);
                }
                budget.skip(i);
                return 0;
            }));
        }
        List<Integer> granted = new ArrayList<>();
        for (Future<Integer> each : futures) {
            granted.add(each.get());
        }
        return granted;
    }

    private static List<Integer> expected(int total, int... wanted) {
        List<Integer> granted = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < wanted.length; i++) {
            int each = Math.max(0, Math.min(wanted[i], total * (i + 1) / wanted.length - used));
            used += each;
            granted.add(each);
        }
        assertThat(used).isLessThanOrEqualTo(total);
        return granted;
    }

    @Test
    void caseThatBeganBefore_isWaitedFor() throws Exception {
        PairBudget budget = new PairBudget(10, 2);
        budget.begin(0);
        budget.begin(1);
        List<String> decided = Collections.synchronizedList(new ArrayList<>());
        Thread later = new Thread(() -> {
            try {
                decided.add("later " + budget.take(1, 100));
            } catch (InterruptedException e) {
                decided.add("later was interrupted");
            }
        });
        later.start();
        awaitWaiting(later);

        budget.take(0, 3);
        later.join();

        assertThat(decided).containsExactly("later 7");
    }

    @Test
    void caseThatNeverBegins_isNotWaitedFor() throws Exception {
        PairBudget budget = new PairBudget(10, 10);
        budget.begin(4);
        budget.begin(7);

        assertThat(budget.take(4, 100)).isEqualTo(5);
        assertThat(budget.take(7, 100)).isEqualTo(3);
    }

    @Test
    void caseThatBeginsAfterALaterOneHasDecided_getsNoneOfItsPairs() throws Exception {
        PairBudget budget = new PairBudget(10, 10);
        budget.begin(4);
        assertThat(budget.take(4, 100)).isEqualTo(5);

        budget.begin(0);
        assertThat(budget.take(0, 100)).isZero();

        budget.begin(9);
        assertThat(budget.take(9, 100)).isEqualTo(5);
        assertThat(budget.used()).isEqualTo(10);
    }

    @Test
    void anyOrderOfBeginnings_neverUsesMoreThanAll() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int cases = 1 + random.nextInt(10);
            int total = random.nextInt(30);
            PairBudget budget = new PairBudget(total, cases);
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, cases).boxed().toList());
            Collections.shuffle(order, random);
            int sum = 0;
            for (int i : order) {
                budget.begin(i);
                int granted = budget.take(i, random.nextInt(20));
                assertThat(granted).as("seed %s", seed).isNotNegative();
                sum += granted;
            }
            assertThat(sum).as("seed %s", seed).isEqualTo(budget.used()).isLessThanOrEqualTo(total);
        }
    }

    @Test
    void skippingWhatHasDecided_changesNothing() throws Exception {
        PairBudget budget = begun(10, 2);
        budget.take(0, 100);
        budget.skip(0);

        assertThat(budget.take(1, 100)).isEqualTo(5);
        assertThat(budget.used()).isEqualTo(10);
    }

    @Test
    void interruptedWait_endsAndLetsLaterCasesDecide() throws Exception {
        PairBudget budget = begun(9, 3);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            assertThatThrownBy(() -> budget.take(1, 100)).isInstanceOf(InterruptedException.class);
            interrupted.countDown();
        });
        waiting.start();
        awaitWaiting(waiting);

        waiting.interrupt();
        interrupted.await();

        budget.skip(0);
        assertThat(budget.take(2, 100)).isEqualTo(9);
    }

    @Test
    void crashThatWasChosen_isTheOnlyOneThatIsCounted() throws Exception {
        PairBudget budget = begun(9, 3);

        budget.takeOne(0, 4);

        assertThat(budget.used()).isEqualTo(1);
        assertThat(budget.wanted()).isEqualTo(4);
        assertThat(budget.take(1, 100)).as("others need not wait for it").isEqualTo(5);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).as("it waits").isTrue();
            Thread.onSpinWait();
        }
    }
}
