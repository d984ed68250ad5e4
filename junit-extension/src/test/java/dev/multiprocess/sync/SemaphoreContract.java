package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code Semaphore}, one that is not fair. */
interface SemaphoreContract extends SyncSubject {

    private static Operation<Permits, Boolean> acquire(int permits) {
        return semaphore -> {
            semaphore.acquire(permits);
            return true;
        };
    }

    private static Operation<Permits, Boolean> release(int permits) {
        return semaphore -> {
            semaphore.release(permits);
            return true;
        };
    }

    @Test
    default void permits_areTakenAndGivenBack() throws Exception {
        Permits semaphore = newSemaphore(3);
        party(0).run(semaphore, acquire(2));
        assertThat(party(1).run(semaphore, each -> each.tryAcquire(2))).isEqualTo(false);
        assertThat(party(1).run(semaphore, each -> each.tryAcquire(1))).isEqualTo(true);
        assertThat(party(2).run(semaphore, Permits::availablePermits)).isEqualTo(0);
        party(0).run(semaphore, release(2));
        party(1).run(semaphore, release(1));
        assertThat(party(3).run(semaphore, Permits::availablePermits)).isEqualTo(3);
    }

    @Test
    default void waiter_getsPermitsOnceThereAreAsMany() throws Exception {
        Permits semaphore = newSemaphore(1);
        party(1).beginWaiting(semaphore, acquire(3));
        party(0).run(semaphore, release(1));
        assertThat(party(1).isDone()).isFalse();
        party(2).run(semaphore, release(1));
        assertThat(party(1).result()).isEqualTo(true);
        assertThat(semaphore.availablePermits()).isZero();
    }

    @Test
    default void oneRelease_canServeSeveralWaiters() throws Exception {
        Permits semaphore = newSemaphore(0);
        for (int each = 1; each < 4; each++) {
            party(each).beginWaiting(semaphore, acquire(1));
        }
        party(0).run(semaphore, release(3));
        for (int each = 1; each < 4; each++) {
            assertThat(party(each).result()).isEqualTo(true);
        }
    }

    @Test
    default void interruption_takesNothing() throws Exception {
        Permits semaphore = newSemaphore(0);
        party(1).beginWaiting(semaphore, acquire(1));
        party(2).beginWaiting(semaphore, each -> each.tryAcquire(1, 20, TimeUnit.SECONDS));
        assertThat(party(1).interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(party(2).interrupt().failure()).isInstanceOf(InterruptedException.class);
        party(0).run(semaphore, release(1));
        assertThat(party(3).run(semaphore, Permits::availablePermits)).isEqualTo(1);
    }

    @Test
    default void uninterruptibleWait_keepsTheInterruption() throws Exception {
        Permits semaphore = newSemaphore(0);
        party(1).beginWaiting(semaphore, each -> {
            each.acquireUninterruptibly(1);
            return Thread.interrupted();
        });
        party(1).interrupt();
        party(0).run(semaphore, release(1));
        assertThat(party(1).result()).isEqualTo(true);
    }

    @Test
    default void timedWaits_end_andTakeNothing() throws Exception {
        Permits semaphore = newSemaphore(1);
        assertThat(party(1).run(semaphore, each -> each.tryAcquire(2, 2, TimeUnit.MILLISECONDS)))
                .isEqualTo(false);
        assertThat(party(1).run(semaphore, each -> each.tryAcquire(2, -1, TimeUnit.SECONDS)))
                .isEqualTo(false);
        assertThat(party(1).run(semaphore, each -> each.tryAcquire(1, 0, TimeUnit.SECONDS)))
                .isEqualTo(true);
        assertThat(semaphore.availablePermits()).isZero();
    }

    @Test
    default void anyProcess_mayReleaseMoreThanThereWere() throws Exception {
        Permits semaphore = newSemaphore(0);
        party(1).run(semaphore, release(2));
        party(2).run(semaphore, acquire(1));
        assertThat(party(3).run(semaphore, Permits::drainPermits)).isEqualTo(1);
        assertThat(party(0).run(semaphore, Permits::drainPermits)).isEqualTo(0);
    }

    @Test
    default void negativeCounts_areRefused() {
        Permits semaphore = newSemaphore(1);
        assertThat(party(1).begin(semaphore, acquire(-1)).failure()).isInstanceOf(IllegalArgumentException.class);
        assertThat(party(1).begin(semaphore, release(-1)).failure()).isInstanceOf(IllegalArgumentException.class);
    }
}
