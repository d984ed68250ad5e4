package dev.multiprocess.internal.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue as one process sees it; the test JVM and its children alike. Any thread.
 *
 * <p>Putting and taking touch nothing but shared memory. No lock is held across processes: those in here are for the
 * threads of this process, one for each side. Once closed it behaves like a queue that was closed and is empty.
 */
public final class SharedQueue implements AutoCloseable {

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
    private final ArenaReader arenas;

    private final ReentrantLock viewLock = new ReentrantLock();
    private final RingView view;

    /** Set with all three locks held. */
    private boolean ended;

    private SharedQueue(QueueMemory memory, int participant, int capacity, long byteBudget, Home home) {
        this.memory = memory;
        this.participant = participant;
        this.capacity = capacity;
        this.byteBudget = byteBudget;
        this.home = home;
        waiters = new Waiters(memory, participant);
        writer = new RingWriter(memory);
        arena = new ArenaWriter(memory, participant);
        reader = new RingReader(memory);
        arenas = new ArenaReader(memory);
        view = new RingView(memory, home);
    }

    /**
     * Opens a queue that a {@link QueueKeeper} has made.
     *
     * @param folder of the queue
     * @param participant a number that nobody else has
     * @param capacity the most elements in it
     * @param byteBudget the most bytes in it; one element always fits an empty queue
     * @param home the test JVM
     * @return of this process
     * @throws IOException if the queue is gone
     */
    public static SharedQueue open(Path folder, int participant, int capacity, long byteBudget, Home home)
            throws IOException {
        return new SharedQueue(QueueMemory.open(folder), participant, capacity, byteBudget, home);
    }

    // ---- putting

    /**
     * Puts an element if there is room.
     *
     * @param bytes may be changed afterwards
     * @return what came of it
     * @throws UncheckedIOException if the file system has no room for the queue to grow; nothing was put
     */
    public PutOutcome put(byte[] bytes) {
        PutOutcome outcome;
        boolean wakes;
        putLock.lock();
        try {
            outcome = ended ? PutOutcome.CLOSED : putLocked(bytes);
            wakes = outcome == PutOutcome.PUT && memory.takers.ring();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room for the queue to grow", e);
        } finally {
            putLock.unlock();
        }
        if (wakes) {
            home.wakeAll();
        }
        return outcome;
    }

    private PutOutcome putLocked(byte[] bytes) throws IOException {
        long cost = Element.cost(bytes.length);
        // Above the budget an element still fits an empty queue, and only that.
        int most = isWithinBudget(cost) ? capacity : 1;
        boolean inline = bytes.length <= PutWord.MOST_INLINE;
        long word = inline ? PutWord.inline(participant, bytes) : place(bytes);
        if (word == 0) {
            return home.put(bytes);
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

    private long place(byte[] bytes) {
        long word = arena.place(bytes);
        if (word == 0 && arena.wouldGain()) {
            home.recycle();
            // With less than half of it free, the next puts would have to recycle again and again.
            word = arena.isHalfFree() ? arena.place(bytes) : 0;
        }
        if (word == 0) {
            arena.grow(bytes.length);
            word = arena.place(bytes);
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
        byte[] bytes;
        boolean wakes;
        boolean frees;
        takeLock.lock();
        try {
            if (ended) {
                return Taken.nothing(Taken.Outcome.CLOSED, List.of());
            }
            long state = memory.state();
            switch (reader.take(participant)) {
                case CLOSED -> {
                    return Taken.nothing(Taken.Outcome.CLOSED, List.of());
                }
                case EMPTY -> {
                    return seesEnd && QueueMemory.isEnded(state) && memory.state() == state ? end(state) : Taken.EMPTY;
                }
                default -> {
                    bytes = bytes(reader.word());
                    reader.done(participant);
                    wakes = memory.putters.ring();
                    frees = reader.isAtEndOfSegment();
                }
            }
        } finally {
            takeLock.unlock();
        }
        if (frees) {
            home.recycle();
        }
        if (wakes) {
            home.wakeAll();
        }
        return Taken.element(bytes);
    }

    private byte[] bytes(long word) {
        return PutWord.isInline(word)
                ? PutWord.inlineBytes(word)
                : PutWord.isInHeap(word) ? home.fetch(reader.position()) : arenas.read(word);
    }

    private Taken end(long state) {
        return QueueMemory.isBroken(state)
                ? Taken.nothing(Taken.Outcome.BROKEN, home.brokenBy())
                : Taken.nothing(Taken.Outcome.END, List.of());
    }

    // ---- looking

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
    public List<Element> page(long after, long mostBytes) {
        viewLock.lock();
        try {
            return ended ? List.of() : view.page(after, mostBytes);
        } finally {
            viewLock.unlock();
        }
    }

    // ---- waiting

    /** What a thread waits for. */
    public enum Waiting {
        /** An element, or the end. */
        TO_TAKE,
        /** Room, or the end. */
        TO_PUT
    }

    /**
     * Says that a thread begins to wait; {@link #endWait} must follow.
     *
     * @param kind what for
     */
    public void beginWait(Waiting kind) {
        count(kind, 1);
    }

    /**
     * Says that a thread does not wait any more.
     *
     * @param kind what it waited for
     */
    public void endWait(Waiting kind) {
        count(kind, -1);
    }

    private void count(Waiting kind, int more) {
        waiters.count(kind == Waiting.TO_TAKE ? more : 0, kind == Waiting.TO_PUT ? more : 0);
    }

    /**
     * Asks to be woken by the next change. After this, and before {@link #await}, the caller must look once more.
     *
     * @param kind what for
     * @return to be told to {@code await}
     */
    public long arm(Waiting kind) {
        return waiters.arm(kind == Waiting.TO_TAKE ? memory.takers : memory.putters);
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
                arenas.close();
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
