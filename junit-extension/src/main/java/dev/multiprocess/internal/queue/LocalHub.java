package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.bell.StackReserve;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the test JVM's own threads ask of a queue. */
final class LocalHub implements QueueHub {

    private final HubQueue queue;
    private final int number;

    /** Read by threads that do not hold the lock. */
    private volatile Supplier<Optional<RuntimeException>> waitFailure = Optional::empty;

    private volatile Supplier<RuntimeException> useFailure;

    LocalHub(HubQueue queue, int number) {
        this.queue = queue;
        this.number = number;
    }

    /** Lets threads of the test JVM that wait, or will, throw whenever there is a failure at that moment. */
    void failWaits(Supplier<Optional<RuntimeException>> failure) {
        waitFailure = failure;
        wakeAll();
    }

    /** Lets every use by the test JVM throw, so that a test that polls in a loop ends too. */
    void failUse(Supplier<RuntimeException> failure) {
        useFailure = failure;
        wakeAll();
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

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return null;
        });
    }

    @Override
    public void wakeAll() {
        locked(queue::wakeAll);
    }

    @Override
    public void recycle() {
        locked(queue::recycle);
    }

    @Override
    public List<String> brokenBy() {
        return locked(queue::brokenBy);
    }

    @Override
    public boolean remove(long sequence) {
        requireUsable();
        return locked(() -> queue.remove(sequence));
    }

    @Override
    public String writerName(int number) {
        return locked(() -> queue.writerName(number));
    }

    @Override
    public QueueStatistics statistics() {
        requireUsable();
        return locked(queue::statistics);
    }

    @Override
    public void closeQueue() {
        locked(queue::close);
    }

    @Override
    public boolean tasksDone(long count) {
        requireUsable();
        return locked(() -> queue.tasksDone(queue.testJvm(), count));
    }

    @Override
    public Tasks tasks() {
        return locked(queue::tasks);
    }

    @Override
    public void openWriter() {
        requireUsable();
        locked(() -> queue.openWriter(queue.testJvm()));
    }

    @Override
    public void closeWriter() {
        requireUsable();
        locked(() -> queue.closeWriter(queue.testJvm()));
    }

    @Override
    public void withdrawWriter() {
        requireUsable();
        locked(() -> queue.withdrawWriter(queue.testJvm()));
    }

    @Override
    public void requireUsable() {
        Supplier<RuntimeException> failure = useFailure;
        if (failure != null) {
            throw failure.get();
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
