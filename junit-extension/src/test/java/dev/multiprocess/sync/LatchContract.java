package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code CountDownLatch}. */
interface LatchContract extends SyncSubject {

    Operation<Latch, Boolean> AWAIT_LATCH = latch -> {
        latch.await();
        return true;
    };

    Operation<Latch, Boolean> COUNT_DOWN = latch -> {
        latch.countDown();
        return true;
    };

    @Test
    default void waiters_goOnAtZero() throws Exception {
        Latch latch = newLatch(2);
        party(1).beginWaiting(latch, AWAIT_LATCH);
        party(2).beginWaiting(latch, each -> each.await(20, TimeUnit.SECONDS));
        party(0).run(latch, COUNT_DOWN);
        assertThat(party(0).run(latch, Latch::getCount)).isEqualTo(1L);
        assertThat(party(1).isDone()).isFalse();
        party(3).run(latch, COUNT_DOWN);
        assertThat(party(1).result()).isEqualTo(true);
        assertThat(party(2).result()).isEqualTo(true);
        party(3).run(latch, COUNT_DOWN);
        assertThat(party(0).run(latch, Latch::getCount)).isEqualTo(0L);
        assertThat(party(0).run(latch, AWAIT_LATCH)).isEqualTo(true);
    }

    @Test
    default void latchOfZero_isOpen() throws Exception {
        Latch latch = newLatch(0);
        assertThat(party(1).run(latch, AWAIT_LATCH)).isEqualTo(true);
        assertThat(party(1).run(latch, each -> each.await(-1, TimeUnit.SECONDS)))
                .isEqualTo(true);
    }

    @Test
    default void waits_endByTimeAndInterruption() throws Exception {
        Latch latch = newLatch(1);
        assertThat(party(1).run(latch, each -> each.await(2, TimeUnit.MILLISECONDS)))
                .isEqualTo(false);
        assertThat(party(1).run(latch, each -> each.await(-1, TimeUnit.SECONDS)))
                .isEqualTo(false);
        party(2).beginWaiting(latch, AWAIT_LATCH);
        assertThat(party(2).interrupt().failure()).isInstanceOf(InterruptedException.class);
        Operation<Latch, Boolean> interrupted = each -> {
            each.countDown();
            Thread.currentThread().interrupt();
            each.await();
            return true;
        };
        assertThat(party(3).begin(latch, interrupted).failure()).isInstanceOf(InterruptedException.class);
    }
}
