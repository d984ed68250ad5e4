package dev.multiprocess.internal.hub;

import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.queue.Question;
import dev.multiprocess.internal.queue.QueueHub;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/** What the test JVM's own threads ask of a queue. */
final class LocalHub implements QueueHub {

    private final HubQueue queue;

    /** Read by threads that do not hold the lock. */
    private volatile Supplier<Optional<RuntimeException>> waitFailure = Optional::empty;

    /** {@code null}, so that it costs nothing, until a test is aborted. */
    private volatile Supplier<Optional<RuntimeException>> useFailure;

    LocalHub(HubQueue queue) {
        this.queue = queue;
    }

    /** Makes threads of the test JVM that wait, now or later, throw whenever there is a failure at that moment. */
    void failWaits(Supplier<Optional<RuntimeException>> failure) {
        waitFailure = failure;
        wakeAll();
    }

    /** Makes every use by the test JVM throw if there is a failure, so that a test that polls in a loop ends too. */
    void failUse(Supplier<Optional<RuntimeException>> failure) {
        useFailure = failure;
        wakeAll();
    }

    @Override
    public void wakeAll() {
        locked(() -> {
            queue.wakeAll();
            return null;
        });
    }

    @Override
    public ByteBuffer ask(Question question, long argument) {
        if (!question.isForAll()) {
            requireUsable();
        }
        return locked(() -> queue.answer(queue.testJvm(), question, argument));
    }

    private <T> T locked(Supplier<T> action) {
        StackReserve.require();
        queue.lock.lock();
        try {
            return action.get();
        } finally {
            queue.lock.unlock();
        }
    }

    @Override
    public void requireUsable() {
        Supplier<Optional<RuntimeException>> failure = useFailure;
        if (failure != null) {
            failure.get().ifPresent(present -> {
                throw present;
            });
        }
    }

    @Override
    public void requireWaitable() {
        requireUsable();
        waitFailure.get().ifPresent(failure -> {
            throw failure;
        });
    }
}
