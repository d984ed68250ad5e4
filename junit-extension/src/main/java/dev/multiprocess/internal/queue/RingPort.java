package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.ring.Element;
import dev.multiprocess.internal.ring.PutOutcome;
import dev.multiprocess.internal.ring.SharedQueue;
import dev.multiprocess.internal.ring.Taken;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A queue as the threads of one process see it: what is in shared memory, the test JVM for the rest, and waiting. */
final class RingPort implements QueuePort {

    /** Looks before a thread waits: about 20 microseconds, which is less than it takes to be woken. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 1_000 : 0;

    private final int id;
    private final String name;
    private final int capacity;
    private final SharedQueue queue;
    private final QueueHome home;

    RingPort(int id, String name, int capacity, SharedQueue queue, QueueHome home) {
        this.id = id;
        this.name = name;
        this.capacity = capacity;
        this.queue = queue;
        this.home = home;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean put(byte[] bytes, long nanos) throws InterruptedException {
        home.requireUsable();
        PutOutcome outcome = queue.put(bytes);
        if (outcome == PutOutcome.FULL && nanos > 0) {
            outcome = await(
                    SharedQueue.Waiting.TO_PUT, nanos, () -> queue.put(bytes), result -> result == PutOutcome.FULL);
        }
        if (outcome == PutOutcome.CLOSED) {
            throw new QueueClosedException("queue '" + name + "' is closed", name);
        }
        return outcome == PutOutcome.PUT;
    }

    @Override
    public Taken take(long nanos, boolean seesEnd) throws InterruptedException {
        home.requireUsable();
        Taken taken = queue.take(seesEnd);
        return taken == Taken.EMPTY && nanos > 0
                ? await(SharedQueue.Waiting.TO_TAKE, nanos, () -> queue.take(seesEnd), result -> result == Taken.EMPTY)
                : taken;
    }

    /** Tries until it succeeds or the time is over. */
    private <T> T await(SharedQueue.Waiting kind, long nanos, Supplier<T> attempt, Predicate<T> isNothing)
            throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            T result = attempt.get();
            if (!isNothing.test(result)) {
                return result;
            }
        }
        Wait.Kind told = kind == SharedQueue.Waiting.TO_PUT ? Wait.Kind.PUT : Wait.Kind.TAKE;
        queue.beginWait(kind);
        Waiting waiting = Waiting.begin(told, id, nanos != Long.MAX_VALUE, () -> isStuck(kind));
        try {
            while (true) {
                long since = queue.arm(kind);
                T result = attempt.get();
                long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
                if (!isNothing.test(result) || left <= 0) {
                    return result;
                }
                home.requireWaitable();
                queue.await(since, left);
            }
        } finally {
            waiting.end();
            queue.endWait(kind);
        }
    }

    private boolean isStuck(SharedQueue.Waiting kind) {
        return kind == SharedQueue.Waiting.TO_PUT ? !queue.isClosed() && queue.size() > 0 : queue.size() == 0;
    }

    @Override
    public int size() {
        home.requireUsable();
        return queue.size();
    }

    @Override
    public List<Element> page(long after) {
        home.requireUsable();
        return queue.page(after, PipeProtocol.BATCH_BYTES);
    }

    @Override
    public boolean remove(long sequence) {
        return home.remove(sequence);
    }

    @Override
    public void close() {
        home.closeQueue();
    }

    @Override
    public boolean isClosed() {
        return queue.isClosed();
    }

    @Override
    public QueueStatistics statistics() {
        return home.statistics();
    }

    @Override
    public void openWriter() {
        home.openWriter();
    }

    @Override
    public void closeWriter() {
        home.closeWriter();
    }

    @Override
    public void withdrawWriter() {
        home.withdrawWriter();
    }
}
