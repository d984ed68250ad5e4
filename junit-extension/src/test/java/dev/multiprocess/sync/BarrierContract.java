package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code CyclicBarrier}. */
interface BarrierContract extends SyncSubject {

    @Test
    default void allGoOn_whenTheLastHasCome_againAndAgain() throws Exception {
        Barrier barrier = newBarrier(4);
        assertThat(barrier.getParties()).isEqualTo(4);
        for (int round = 0; round < 3; round++) {
            for (int each = 0; each < 3; each++) {
                party(each).beginWaiting(barrier, Barrier::await);
                int expected = each + 1;
                while (barrier.getNumberWaiting() < expected) {
                    Thread.onSpinWait();
                }
            }
            assertThat(party(3).run(barrier, Barrier::await)).isEqualTo(0);
            assertThat(List.of(party(0).result(), party(1).result(), party(2).result()))
                    .isEqualTo(List.of(3, 2, 1));
            assertThat(barrier.getNumberWaiting()).isZero();
        }
    }

    @Test
    default void barrierOfOne_doesNotWait() throws Exception {
        Barrier barrier = newBarrier(1);
        assertThat(party(1).run(barrier, Barrier::await)).isEqualTo(0);
        assertThat(party(2).run(barrier, each -> each.await(1, TimeUnit.SECONDS)))
                .isEqualTo(0);
    }

    @Test
    default void interruption_breaksItForAll() throws Exception {
        Barrier barrier = newBarrier(4);
        party(1).beginWaiting(barrier, Barrier::await);
        party(2).beginWaiting(barrier, each -> each.await(20, TimeUnit.SECONDS));
        while (barrier.getNumberWaiting() < 2) {
            Thread.onSpinWait();
        }
        assertThat(party(1).interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(party(2).failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(party(3).begin(barrier, Barrier::await).failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.getNumberWaiting()).isZero();
    }

    @Test
    default void interruptedBefore_breaksIt() {
        Barrier barrier = newBarrier(2);
        Operation<Barrier, Integer> interrupted = each -> {
            Thread.currentThread().interrupt();
            return each.await();
        };
        assertThat(party(1).begin(barrier, interrupted).failure()).isInstanceOf(InterruptedException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    default void timeout_breaksItForAll() throws Exception {
        Barrier barrier = newBarrier(3);
        party(1).beginWaiting(barrier, Barrier::await);
        while (barrier.getNumberWaiting() < 1) {
            Thread.onSpinWait();
        }
        assertThat(party(2).begin(barrier, each -> each.await(2, TimeUnit.MILLISECONDS))
                        .failure())
                .isInstanceOf(TimeoutException.class);
        assertThat(party(1).failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(party(3).begin(barrier, each -> each.await(1, TimeUnit.SECONDS))
                        .failure())
                .isInstanceOf(BrokenBarrierException.class);
    }

    @Test
    default void reset_breaksForThoseWhoWait_andMakesItWhole() throws Exception {
        Barrier barrier = newBarrier(2);
        party(1).beginWaiting(barrier, Barrier::await);
        while (barrier.getNumberWaiting() < 1) {
            Thread.onSpinWait();
        }
        party(0).run(barrier, each -> {
            each.reset();
            return true;
        });
        assertThat(party(1).failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isFalse();

        assertThat(party(1).begin(barrier, each -> each.await(2, TimeUnit.MILLISECONDS))
                        .failure())
                .isInstanceOf(TimeoutException.class);
        assertThat(barrier.isBroken()).isTrue();
        barrier.reset();
        party(2).beginWaiting(barrier, Barrier::await);
        assertThat(party(3).run(barrier, Barrier::await)).isEqualTo(0);
        assertThat(party(2).result()).isEqualTo(1);
    }
}
