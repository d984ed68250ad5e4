package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.memory.WaitKind;
import dev.multiprocess.internal.slots.PutOutcome;
import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.slots.Taken;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A queue of bytes as the threads of one process see it, in the test JVM and in a child alike: what is in shared
 * memory, the hub for the rest, and waiting. Any thread.
 *
 * <p>Timeouts are in nanoseconds: 0 does not wait, {@link Long#MAX_VALUE} waits for ever. An interrupted wait changes
 * nothing in the queue.
 */
public final class QueueAccess {

    /** Looks before a thread waits: about 10 microseconds, about as long as a wake-up takes. */
    private static final int MOST_SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 512 : 0;

    private static final int LEAST_SPINS = Math.min(MOST_SPINS, 8);

    private final int id;
    private final String name;
    private final int capacity;
    private final SharedQueue queue;
    private final QueueHub hub;

    /** How often the next thread looks; another thread may have set it. */
    private int spins = MOST_SPINS;

    public QueueAccess(int id, String name, int capacity, SharedQueue queue, QueueHub hub) {
        this.id = id;
        this.name = name;
        this.capacity = capacity;
        this.queue = queue;
        this.hub = hub;
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    int capacity() {
        return capacity;
    }

    /**
     * Puts an element; once this has returned true it survives this process.
     *
     * @return false if the queue was full all the time
     * @throws QueueClosedException if the queue was closed
     */
    boolean put(Element element, long nanos) throws InterruptedException {
        hub.requireUsable();
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

    /**
     * Takes the next element.
     *
     * @param seesEnd whether to stop waiting at the end of the stream, or only when the queue was closed
     */
    public Taken take(long nanos, boolean seesEnd) throws InterruptedException {
        hub.requireUsable();
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
        long start = System.nanoTime();
        if (kind != WaitKind.TASKS && spin(kind, length)) {
            T result = attempt.get();
            if (!isNothing.test(result)) {
                return result;
            }
        }
        StackReserve.require();
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
                hub.requireWaitable();
                queue.await(since, left);
            }
        } finally {
            waiting.end();
            queue.endWait(kind);
        }
    }

    /** Looks whether trying again is worth while, longer the more often that was so lately. */
    private boolean spin(WaitKind kind, int length) {
        int most = spins;
        int count = 0;
        while (count < most && queue.isStuck(kind, length)) {
            Thread.onSpinWait();
            count++;
        }
        boolean enough = count < most;
        spins = enough ? Math.min(MOST_SPINS, most * 2) : Math.max(LEAST_SPINS, most / 2);
        return enough;
    }

    private static Wait.Kind told(WaitKind kind) {
        return switch (kind) {
            case TAKE, TAKE_OR_END -> Wait.Kind.TAKE;
            case PUT -> Wait.Kind.PUT;
            case TASKS -> Wait.Kind.TASKS;
        };
    }

    /** Returns where elements go that were taken but cannot be delivered; {@link #wakeAll} must follow. */
    Taken.Undelivered undelivered() {
        return queue.undelivered();
    }

    /** Makes the waiting threads of this process look again. */
    void wakeAll() {
        queue.wakeAll();
    }

    /** Returns how many elements this process could take now. */
    int available() {
        hub.requireUsable();
        return queue.available();
    }

    /** Returns the sequence of the last element that was put; 0 if there was none. */
    long lastSequence() {
        hub.requireUsable();
        return queue.lastSequence();
    }

    /** Counts the elements in the queue. */
    int size() {
        hub.requireUsable();
        return queue.size();
    }

    /**
     * Shows elements that are in the queue, without taking them.
     *
     * @param after the sequence after which to begin; 0 for the head
     * @return some of them in their order; empty if there are none
     */
    List<Element.Placed> page(long after) {
        hub.requireUsable();
        return queue.page(after, PipeProtocol.BATCH_BYTES);
    }

    boolean isClosed() {
        return queue.isClosed();
    }

    // ---- what only the hub knows

    /** Removes one element, if it is still there. */
    boolean remove(long sequence) {
        return isTrue(Question.REMOVE, sequence);
    }

    /** Returns the name of the process that has put an element. */
    String writerName(int writer) {
        return PipeProtocol.text(hub.ask(Question.WRITER_NAME, writer));
    }

    QueueStatistics statistics() {
        return read(hub.ask(Question.STATISTICS, 0), counts -> Statistics.decode(PipeProtocol.bytes(counts)));
    }

    void close() {
        hub.ask(Question.CLOSE, 0);
    }

    /**
     * Reports tasks as done.
     *
     * @return false if fewer were left; nothing was changed then
     */
    boolean tasksDone(long count) {
        return isTrue(Question.TASKS_DONE, count);
    }

    /**
     * Waits until all tasks are done.
     *
     * @return what is left of them
     */
    Tasks joinTasks(long nanos) throws InterruptedException {
        hub.requireUsable();
        Tasks tasks = tasks();
        return tasks.isSettled() || nanos <= 0
                ? tasks
                : await(WaitKind.TASKS, 0, nanos, this::tasks, result -> !result.isSettled());
    }

    private Tasks tasks() {
        return read(hub.ask(Question.TASKS, 0), PipeProtocol::tasks);
    }

    /** Counts this process as a writer once more. */
    void openWriter() {
        hub.ask(Question.OPEN_WRITER, 0);
    }

    /** Counts this process as a writer one time less: it is done. */
    void closeWriter() {
        hub.ask(Question.CLOSE_WRITER, 0);
    }

    /** Counts this process as a writer one time less: it never was one. */
    void withdrawWriter() {
        hub.ask(Question.WITHDRAW_WRITER, 0);
    }

    private boolean isTrue(Question question, long argument) {
        return read(hub.ask(question, argument), answer -> answer.get() != 0);
    }

    private <T> T read(ByteBuffer answer, Function<ByteBuffer, T> form) {
        try {
            return form.apply(answer);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | UncheckedIOException e) {
            throw new IllegalStateException("what the test JVM answered for queue '" + name + "' makes no sense", e);
        }
    }
}
