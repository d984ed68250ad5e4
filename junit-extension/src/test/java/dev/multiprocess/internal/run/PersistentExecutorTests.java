package dev.multiprocess.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersistentExecutorTests {

    private final AtomicInteger tries = new AtomicInteger();

    private void failTwice() {
        if (tries.incrementAndGet() <= 2) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void memoryRunsOutMeanwhile_isTriedAgain() {
        new PersistentExecutor(Runnable::run).execute(this::failTwice);
        assertThat(tries).hasValue(3);
    }

    @Test
    void noThreadCanBeMade_isDoneByTheCaller() {
        new PersistentExecutor(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .execute(tries::incrementAndGet);
        assertThat(tries).hasValue(1);
    }

    @Test
    void otherFailure_isNotRepeated() {
        assertThatThrownBy(() -> PersistentExecutor.persist(() -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tries).hasValue(1);
    }
}
