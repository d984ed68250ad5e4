package dev.multiprocess.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class UninterruptiblyTests {

    private final AtomicInteger waits = new AtomicInteger();

    @AfterEach
    void clearInterruption() {
        Thread.interrupted();
    }

    private void waitTwice() throws InterruptedException {
        if (waits.incrementAndGet() == 1) {
            new CountDownLatch(1).await();
        }
    }

    @Test
    void threadIsInterrupted_waitIsRepeatedAndTheInterruptionSetAgain() {
        Thread.currentThread().interrupt();

        Uninterruptibly.run(this::waitTwice);

        assertThat(waits).hasValue(2);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void threadIsInterruptedOverAValue_itIsReturned() {
        Thread.currentThread().interrupt();

        int value = Uninterruptibly.get(() -> {
            waitTwice();
            return 7;
        });

        assertThat(value).isEqualTo(7);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void waitFailsAfterAnInterruption_interruptionIsSetAgain() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Uninterruptibly.run(() -> {
                    waitTwice();
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void nothingInterrupts_nothingIsSet() {
        Uninterruptibly.run(() -> {});

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
