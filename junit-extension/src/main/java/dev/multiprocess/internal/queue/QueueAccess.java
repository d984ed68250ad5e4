package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.bell.Spins;
import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.memory.WaitKind;
import dev.multiprocess.internal.slots.Claimed;
import dev.multiprocess.internal.slots.PutOutcome;
import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.slots.Taken;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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

    private final int id;
    private final String name;
    private final int capacity;
    private final SharedQueue queue;
    private final QueueHub hub;

    private final Spins spins = new Spins();

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
                    nanos,
                    () -> queue.put(element),
                    result -> result == PutOutcome.FULL,
                    () -> queue.isStuck(WaitKind.PUT, element.length()));
        }
        return isPut(outcome);
    }

    private boolean isPut(PutOutcome outcome) {
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
     * Claims room for an element that is written there.
     *
     * @param length of its bytes
     * @return empty if there was no room in the budget all the time
     * @throws QueueClosedException if the queue was closed
     */
    Optional<Claimed> claim(int length, long nanos) throws InterruptedException {
        hub.requireUsable();
        Claimed claim = queue.claim(length);
        if (claim.outcome() == PutOutcome.FULL && nanos > 0) {
            claim = await(
                    WaitKind.PUT,
                    nanos,
                    () -> queue.claim(length),
                    result -> result.outcome() == PutOutcome.FULL,
                    () -> queue.isClaimStuck(length));
        }
        return isPut(claim.outcome()) ? Optional.of(claim) : Optional.empty();
    }

    /**
     * Puts what was written into a claim.
     *
     * @return false if the queue was full all the time
     * @throws QueueClosedException if the queue was closed
     */
    boolean put(Claimed claim, long nanos) throws InterruptedException {
        hub.requireUsable();
        PutOutcome outcome = queue.put(claim);
        if (outcome == PutOutcome.FULL && nanos > 0) {
            // Its bytes count already.
            outcome = await(
                    WaitKind.PUT,
                    nanos,
                    () -> queue.put(claim),
                    result -> result == PutOutcome.FULL,
                    () -> queue.isFull());
        }
        return isPut(outcome);
    }

    void giveBack(Claimed claim) {
        queue.giveBack(claim);
    }

    /**
     * Takes the next element.
     *
     * @param seesEnd whether to stop waiting at the end of the stream, or only when the queue was closed
     */
    public Taken take(long nanos, boolean seesEnd) throws InterruptedException {
        return take(nanos, seesEnd, () -> queue.take(seesEnd));
    }

    /** Takes the next element, and leaves it where it is if that can be. */
    Taken look(long nanos) throws InterruptedException {
        return take(nanos, true, () -> queue.look(true));
    }

    private Taken take(long nanos, boolean seesEnd, Supplier<Taken> attempt) throws InterruptedException {
        hub.requireUsable();
        Taken taken = attempt.get();
        if (taken != Taken.EMPTY || nanos <= 0) {
            return taken;
        }
        WaitKind kind = seesEnd ? WaitKind.TAKE_OR_END : WaitKind.TAKE;
        return await(kind, nanos, attempt, result -> result == Taken.EMPTY, () -> queue.isStuck(kind, 0));
    }

    void done(Taken.Shown shown) {
        queue.done(shown);
    }

    /** Tries until it succeeds or the time is over. */
    private <T> T await(WaitKind kind, long nanos, Supplier<T> attempt, Predicate<T> isNothing, BooleanSupplier isStuck)
            throws InterruptedException {
        long start = System.nanoTime();
        if (kind != WaitKind.TASKS && spins.spin(isStuck)) {
            T result = attempt.get();
            if (!isNothing.test(result)) {
                return result;
            }
        }
        StackReserve.require();
        queue.beginWait(kind);
        Waiting waiting = Waiting.begin(told(kind), id, nanos != Long.MAX_VALUE, isStuck);
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
                : await(
                        WaitKind.TASKS,
                        nanos,
                        this::tasks,
                        result -> !result.isSettled(),
                        () -> queue.isStuck(WaitKind.TASKS, 0));
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
