package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.slots.Element;
import dev.multiprocess.internal.slots.PutOutcome;
import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.slots.Taken;
import dev.multiprocess.internal.slots.WaitKind;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A queue as the threads of one process see it: what is in shared memory, the test JVM for the rest, and waiting. */
final class RingPort implements QueuePort {

    /** Looks before a thread waits: about 10 microseconds, which is what it takes to be woken. */
    private static final int MOST_SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 512 : 0;

    private static final int LEAST_SPINS = Math.min(MOST_SPINS, 8);

    private final int id;
    private final String name;
    private final int capacity;
    private final SharedQueue queue;
    private final QueueHub home;

    /** How often the next thread looks; may be that of another thread. */
    private int spins = MOST_SPINS;

    RingPort(int id, String name, int capacity, SharedQueue queue, QueueHub home) {
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
    public boolean put(Element element, long nanos) throws InterruptedException {
        home.requireUsable();
        PutOutcome outcome = queue.put(element);
        if (outcome == PutOutcome.FULL && nanos > 0) {
            outcome = await(
                    WaitKind.PUT,
                    element.length(),
                    nanos,
                    () -> queue.put(element),
                    result -> result == PutOutcome.FULL);
        }
        return switch (outcome) {
            case PUT -> true;
            case FULL -> false;
            case CLOSED -> throw new QueueClosedException("queue '" + name + "' is closed", name);
            case NO_ROOM ->
                throw new IllegalStateException("queue '" + name + "' with " + queue.size()
                        + " elements cannot grow: there is no room in " + queue.folder() + "; nothing was put");
        };
    }

    @Override
    public Taken take(long nanos, boolean seesEnd) throws InterruptedException {
        home.requireUsable();
        Taken taken = queue.take(seesEnd);
        if (taken != Taken.EMPTY || nanos <= 0) {
            return taken;
        }
        WaitKind kind = seesEnd ? WaitKind.TAKE_OR_END : WaitKind.TAKE;
        return await(kind, 0, nanos, () -> queue.take(seesEnd), result -> result == Taken.EMPTY);
    }

    /** Tries until it succeeds or the time is over. */
    private <T> T await(WaitKind kind, int length, long nanos, Supplier<T> attempt, Predicate<T> isNothing)
            throws InterruptedException {
        StackReserve.require();
        long start = System.nanoTime();
        if (kind != WaitKind.TASKS) {
            spin(kind, length);
        }
        queue.beginWait(kind);
        Waiting waiting = Waiting.begin(told(kind), id, nanos != Long.MAX_VALUE, () -> queue.isStuck(kind, length));
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

    /** Looks the longer the more often that was enough lately. */
    private void spin(WaitKind kind, int length) {
        int most = spins;
        int count = 0;
        while (count < most && queue.isStuck(kind, length)) {
            Thread.onSpinWait();
            count++;
        }
        spins = count < most ? Math.min(MOST_SPINS, most * 2) : Math.max(LEAST_SPINS, most / 2);
    }

    private static Wait.Kind told(WaitKind kind) {
        return switch (kind) {
            case TAKE, TAKE_OR_END -> Wait.Kind.TAKE;
            case PUT -> Wait.Kind.PUT;
            case TASKS -> Wait.Kind.TASKS;
        };
    }

    @Override
    public boolean tasksDone(long count) {
        return home.tasksDone(count);
    }

    @Override
    public Tasks joinTasks(long nanos) throws InterruptedException {
        home.requireUsable();
        Tasks tasks = home.tasks();
        return tasks.isSettled() || nanos <= 0
                ? tasks
                : await(WaitKind.TASKS, 0, nanos, home::tasks, result -> !result.isSettled());
    }

    @Override
    public Taken.Undelivered undelivered() {
        return queue.undelivered();
    }

    @Override
    public void wakeAll() {
        queue.wakeAll();
    }

    @Override
    public int available() {
        home.requireUsable();
        return queue.available();
    }

    @Override
    public long lastSequence() {
        home.requireUsable();
        return queue.lastSequence();
    }

    @Override
    public String writerName(int writer) {
        return home.writerName(writer);
    }

    @Override
    public int size() {
        home.requireUsable();
        return queue.size();
    }

    @Override
    public List<Element.Placed> page(long after) {
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
