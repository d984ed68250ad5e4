package dev.multiprocess.internal.ring;

import dev.multiprocess.internal.bell.Doorbell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue as one process sees it; the test JVM and its children alike. Any thread.
 *
 * <p>Putting and taking touch nothing but shared memory. No lock is held across processes: those in here are for the
 * threads of this process, one for each side. Once closed it behaves like a queue that was closed and is empty.
 */
public final class SharedQueue implements AutoCloseable {

    /** How long a writer waits for a faster reader, at most once for each arena, before it takes more memory. */
    private static final int MOST_PAUSES = 20;

    private static final long PAUSE_NANOS = 20_000;

    private final QueueMemory memory;
    private final int participant;
    private final int capacity;
    private final long byteBudget;
    private final Home home;
    private final Waiters waiters;

    private final ReentrantLock putLock = new ReentrantLock();
    private final RingWriter writer;
    private final ArenaWriter arena;
    private long costPut;

    /** What may be put before the budget is looked at again. */
    private long allowance;

    private final ReentrantLock takeLock = new ReentrantLock();
    private final RingReader reader;

    private final ReentrantLock viewLock = new ReentrantLock();
    private final RingView view;

    /** Set with all three locks held. */
    private boolean ended;

    /**
     * What a process must know to take part in a queue.
     *
     * @param queue its number, which no other queue of the test JVM has
     * @param name for messages
     * @param folder of its files
     * @param participant a number that nobody else has at this queue
     * @param capacity the most elements in it
     * @param byteBudget the most bytes in it; one element always fits an empty queue
     */
    public record Seat(int queue, String name, Path folder, int participant, int capacity, long byteBudget) {}

    private SharedQueue(QueueMemory memory, Seat seat, Home home, Doorbell doorbell) {
        this.memory = memory;
        this.home = home;
        participant = seat.participant();
        capacity = seat.capacity();
        byteBudget = seat.byteBudget();
        waiters = new Waiters(memory, participant, seat.queue(), doorbell);
        writer = new RingWriter(memory);
        arena = new ArenaWriter(memory, writer.segments, participant);
        reader = new RingReader(memory, home);
        view = new RingView(memory, home);
    }

    /**
     * Opens a queue that a {@link QueueKeeper} has made.
     *
     * @param seat of this process
     * @param home the test JVM
     * @param doorbell of this process
     * @return of this process
     * @throws IOException if the queue is gone
     */
    public static SharedQueue open(Seat seat, Home home, Doorbell doorbell) throws IOException {
        return new SharedQueue(QueueMemory.open(seat.folder(), seat.name()), seat, home, doorbell);
    }

    // ---- putting

    /**
     * Puts an element if there is room.
     *
     * @param element its bytes may be changed afterwards
     * @return what came of it
     */
    public PutOutcome put(Element element) {
        PutOutcome outcome;
        boolean wakes;
        putLock.lock();
        try {
            outcome = ended ? PutOutcome.CLOSED : putLocked(element);
            wakes = outcome == PutOutcome.PUT && memory.takers.ring();
        } finally {
            putLock.unlock();
        }
        if (wakes && !waiters.wakeThoseWhoWaitFor(WaitKind.TAKE, WaitKind.TAKE_OR_END)) {
            home.wakeAll();
        }
        return outcome;
    }

    private PutOutcome putLocked(Element element) {
        long cost = Element.cost(element.length());
        // Above the budget an element still fits an empty queue, and only that.
        int most = isWithinBudget(cost) ? capacity : 1;
        if (writer.isFull(most)) {
            return PutOutcome.FULL;
        }
        boolean inline = element.length() <= PutWord.MOST_INLINE;
        long word = inline ? PutWord.inline(participant, element.stored()) : place(element);
        if (word == 0) {
            return home.put(element.stored());
        }
        PutOutcome outcome = writer.put(word, most);
        if (outcome == PutOutcome.PUT) {
            if (!inline) {
                arena.commit(writer.position());
            }
            allowance -= cost;
            costPut += cost;
            memory.publishCostPutBy(participant, costPut);
        }
        return outcome;
    }

    private boolean isWithinBudget(long cost) {
        if (cost > allowance) {
            allowance = allowance(cost);
        }
        if (cost > allowance) {
            home.recycle();
            allowance = allowance(cost);
        }
        return cost <= allowance;
    }

    /** A part of what is left, so that many writers together do not exceed it by much. */
    private long allowance(long cost) {
        long left = byteBudget - memory.cost();
        return left < cost ? 0 : Math.max(cost, left / (4L * memory.participants()));
    }

    private long place(Element element) {
        long word = arena.place(element);
        if (word == 0 && arena.wouldGain()) {
            home.recycle();
            word = arena.place(element);
        }
        for (int i = 0; word == 0 && i < MOST_PAUSES && arena.isWorthWaiting(element.length()); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            word = arena.place(element);
        }
        if (word == 0) {
            arena.grow(element.length());
            word = arena.place(element);
        }
        return word;
    }

    // ---- taking

    /**
     * Takes the first element if there is one.
     *
     * @param seesEnd whether to look for the end of the stream, or only for the end of the queue
     * @return what came of it; {@link Taken#EMPTY} if an element may still come
     */
    public Taken take(boolean seesEnd) {
        Taken taken;
        boolean wakes;
        boolean frees;
        takeLock.lock();
        try {
            taken = ended ? Taken.nothing(Taken.Outcome.CLOSED, List.of()) : takeLocked(seesEnd);
            wakes = taken.outcome() == Taken.Outcome.ELEMENT && memory.putters.ring();
            frees = !ended && reader.hasFinishedSegment();
        } finally {
            takeLock.unlock();
        }
        if (frees) {
            home.recycle();
        }
        if (wakes && !waiters.wakeThoseWhoWaitFor(WaitKind.PUT)) {
            home.wakeAll();
        }
        return taken;
    }

    private Taken takeLocked(boolean seesEnd) {
        long state = memory.state();
        Taken taken = reader.take(participant);
        // The state has not changed in between, so it held when the queue was empty.
        return taken == Taken.EMPTY && seesEnd && QueueMemory.isEnded(state) && memory.state() == state
                ? end(state)
                : taken;
    }

    private Taken end(long state) {
        return QueueMemory.isBroken(state)
                ? Taken.nothing(Taken.Outcome.BROKEN, home.brokenBy())
                : Taken.nothing(Taken.Outcome.END, List.of());
    }

    // ---- looking

    /**
     * Tells where the queue has its memory.
     *
     * @return the folder of its files
     */
    public Path folder() {
        return memory.folder();
    }

    /**
     * Counts the elements in the queue.
     *
     * @return how many there were at one instant
     */
    public int size() {
        viewLock.lock();
        try {
            return ended ? 0 : (int) view.count();
        } finally {
            viewLock.unlock();
        }
    }

    /**
     * Tells whether puts fail.
     *
     * @return true also once this view of the queue was closed
     */
    public boolean isClosed() {
        viewLock.lock();
        try {
            return ended || view.isClosed();
        } finally {
            viewLock.unlock();
        }
    }

    /**
     * Shows elements without taking them.
     *
     * @param after the sequence behind which to begin; 0 for the head
     * @param mostBytes ends with the element that reaches it
     * @return in their order; empty if there are none
     */
    public List<Element.Placed> page(long after, long mostBytes) {
        viewLock.lock();
        try {
            return ended ? List.of() : view.page(after, mostBytes);
        } finally {
            viewLock.unlock();
        }
    }

    // ---- waiting

    /**
     * Looks, without changing anything, whether what a thread waits for has not come. Of tasks only the test JVM knows.
     *
     * @param kind what for
     * @param length of the element that is to be put
     * @return false if trying again is worth while
     */
    public boolean isStuck(WaitKind kind, int length) {
        viewLock.lock();
        try {
            if (ended || view.isClosed()) {
                return false;
            }
            long count = view.count();
            return switch (kind) {
                case TAKE -> count == 0;
                case TAKE_OR_END -> count == 0 && !QueueMemory.isEnded(memory.state());
                case TASKS -> true;
                case PUT -> count >= capacity || count > 0 && Element.cost(length) > byteBudget - memory.cost();
            };
        } finally {
            viewLock.unlock();
        }
    }

    /**
     * Says that a thread begins to wait; {@link #endWait} must follow.
     *
     * @param kind what for
     */
    public void beginWait(WaitKind kind) {
        waiters.count(kind, 1);
    }

    /**
     * Says that a thread does not wait any more.
     *
     * @param kind what it waited for
     */
    public void endWait(WaitKind kind) {
        waiters.count(kind, -1);
    }

    /**
     * Asks to be woken by the next change; those who wait for tasks need not ask. After this, and before {@link #await},
     * the caller must look once more.
     *
     * @param kind what for
     * @return to be told to {@code await}
     */
    public long arm(WaitKind kind) {
        return switch (kind) {
            case TAKE, TAKE_OR_END -> waiters.arm(memory.takers);
            case PUT -> waiters.arm(memory.putters);
            case TASKS -> waiters.changes();
        };
    }

    /**
     * Waits for a change.
     *
     * @param since what {@link #arm} has returned
     * @param nanos the longest wait; {@link Long#MAX_VALUE} waits for ever
     * @throws InterruptedException if the thread was interrupted
     */
    public void await(long since, long nanos) throws InterruptedException {
        waiters.await(since, nanos);
    }

    /** Lets the threads of this process that wait look again. */
    public void wakeAll() {
        waiters.wakeAll();
    }

    /** Gives the memory back; threads that use the queue just now finish first, threads that wait are woken. */
    @Override
    public void close() {
        putLock.lock();
        takeLock.lock();
        viewLock.lock();
        try {
            if (!ended) {
                ended = true;
                arena.close();
                writer.close();
                reader.close();
                view.close();
                waiters.close();
                memory.close();
            }
        } finally {
            viewLock.unlock();
            takeLock.unlock();
            putLock.unlock();
        }
    }
}
