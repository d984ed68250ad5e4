package dev.multiprocess.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What the processes that use a queue share, in one mapped file; and the folder of all the queue's files.
 *
 * <p>Words that different processes write are on cache lines of their own. A participant is a pipe to a queue,
 * identified by a number from 1 that is never used again; it has a cell, which only it writes while it lives. Any
 * thread.
 */
public final class QueueMemory implements AutoCloseable {

    private static final String HEADER = "header";

    private static final int TAIL = 128;
    private static final int HEAD = 256;
    private static final int RECYCLED = 384;
    private static final int RECYCLED_COST = 392;
    private static final int SEGMENTS = 512;
    private static final int STATE = 640;
    private static final int PARTICIPANTS = 648;
    private static final int TAKERS = 768;
    private static final int PUTTERS = 896;
    private static final int CELLS = 1024;

    /** Neighbours' cells are this far apart, so that they share no cache line; the number 256 higher is next in it. */
    private static final int CELL_STRIDE = 256;

    private static final int CELL_BYTES = CELL_STRIDE * 256 / PutWord.MOST_PARTICIPANTS;
    private static final int LOOKS = CELLS + 256 * CELL_STRIDE;
    private static final int SIZE = LOOKS + Looks.BYTES;

    private static final int WAIT_BITS = 12;
    private static final int MOST_WAITING = (1 << WAIT_BITS) - 1;
    private static final int ADDRESS_SHIFT = WAIT_BITS * WaitKind.values().length;
    private static final int MOST_ADDRESSES = 1 << Long.SIZE - ADDRESS_SHIFT;

    private static final long ENDED = 1;
    private static final long BROKEN = 2;
    private static final long VERSION = 4;

    private final Path folder;
    private final Path overflow;
    private final String name;
    private final SharedFile header;

    /** Rung when an element was put, or the stream has ended. */
    public final Bell takers;

    /** Rung when an element was taken. */
    public final Bell putters;

    /** Which elements are looked at in place. */
    public final Looks looks;

    private QueueMemory(Path folder, Path overflow, String name, SharedFile header) {
        this.folder = folder;
        this.overflow = overflow;
        this.name = name;
        this.header = header;
        takers = new Bell(header, TAKERS);
        putters = new Bell(header, PUTTERS);
        looks = new Looks(header, LOOKS);
    }

    /**
     * Makes the memory of an empty queue.
     *
     * @param folder of this queue alone; there is none of that name
     * @param overflow where elements go for which there is no room in it, made for the first of them
     * @param name of the queue, for messages
     * @throws IOException if there is no room for it; the caller deletes what was made
     */
    public static QueueMemory create(Path folder, Path overflow, String name) throws IOException {
        Files.createDirectory(folder);
        QueueMemory memory = new QueueMemory(folder, overflow, name, SharedFile.create(folder.resolve(HEADER), SIZE));
        SharedFile.create(memory.segmentFile(0), SlotFiles.bytes(0)).close();
        memory.raiseSegments(1);
        return memory;
    }

    public static QueueMemory open(Path folder, Path overflow, String name) throws IOException {
        return new QueueMemory(folder, overflow, name, SharedFile.open(folder.resolve(HEADER), SIZE));
    }

    @Override
    public void close() {
        header.close();
    }

    /**
     * Says that a process has written what no process of ours writes.
     *
     * @param what cannot be
     * @return to be thrown; code that continued would loop, or read what is not there
     */
    public IllegalStateException damaged(String what) {
        return new IllegalStateException("the memory of queue '" + name + "' in " + folder + " is damaged: " + what);
    }

    // ---- files

    public String name() {
        return name;
    }

    public Path folder() {
        return folder;
    }

    Path segmentFile(int number) {
        return folder.resolve("slots-" + number);
    }

    public Path arenaFile(int participant, int arena) {
        return folder.resolve("arena-" + participant + "-" + arena);
    }

    public Path elementFile(int participant, long number) {
        return overflow.resolve("element-" + participant + "-" + number);
    }

    /** A name that no other process and thread uses. */
    Path ownFile() {
        return folder.resolve("new-" + UUID.randomUUID());
    }

    // ---- positions

    /** A lower bound of the first free slot. */
    public long tail() {
        return header.get(TAIL);
    }

    public void raiseTail(long position) {
        header.raise(TAIL, position);
    }

    /** A lower bound of the first slot whose element is still there, and more; see {@link HeadWord}. */
    public long head() {
        return header.get(HEAD);
    }

    public boolean moveHead(long expected, long word) {
        return header.compareAndSet(HEAD, expected, word);
    }

    /** Slots below this position are no longer of any interest. */
    public long recycled() {
        return header.get(RECYCLED);
    }

    /** What the recycled elements had cost. */
    long recycledCost() {
        return header.get(RECYCLED_COST);
    }

    public void recycle(long position, long cost) {
        header.set(RECYCLED_COST, cost);
        header.set(RECYCLED, position);
    }

    /** How many files of slots there have been. */
    int segments() {
        return (int) header.get(SEGMENTS);
    }

    void raiseSegments(int count) {
        header.raise(SEGMENTS, count);
    }

    // ---- the stream

    /** Grows whenever it changes. */
    public long state() {
        return header.get(STATE);
    }

    public static boolean isEnded(long state) {
        return (state & ENDED) != 0;
    }

    public static boolean isBroken(long state) {
        return (state & BROKEN) != 0;
    }

    /** Says whether all writers are done, and whether all have finished; only the test JVM does. */
    public void changeState(boolean ended, boolean broken) {
        long old = state();
        long bits = (ended ? ENDED : 0) | (broken ? BROKEN : 0);
        if (old % VERSION != bits) {
            header.set(STATE, old - old % VERSION + VERSION + bits);
        }
    }

    // ---- participants

    public int participants() {
        long count = header.get(PARTICIPANTS);
        if (count < 1 || count >= PutWord.MOST_PARTICIPANTS) {
            throw damaged("it has " + count + " participants");
        }
        return (int) count;
    }

    /** Publishes which numbers were given out; only the test JVM does. */
    public void publishParticipants(int count) {
        header.set(PARTICIPANTS, count);
    }

    /** The cost of all elements that a participant has ever put, and of those that it has claimed room for. */
    public long costPutBy(int participant) {
        return header.get(cell(participant));
    }

    public void publishCostPutBy(int participant, long cost) {
        header.publish(cell(participant), cost);
    }

    /** The cost of the elements that are in the queue, or were and have not been recycled. */
    public long cost() {
        // In this order: what is recycled in between makes the sum too large, not too small.
        long cost = -recycledCost();
        for (int participant = participants(); participant > 0; participant--) {
            cost += costPutBy(participant);
        }
        return cost;
    }

    /** How many threads of a participant wait for something. */
    public int waiting(int participant, WaitKind kind) {
        return waiting(waitWord(participant), kind);
    }

    private static int waiting(long word, WaitKind kind) {
        return (int) (word >>> WAIT_BITS * kind.ordinal()) & MOST_WAITING;
    }

    /** Whether a thread of a participant waits for any of several things. */
    public boolean isWaiting(int participant, WaitKind... kinds) {
        long word = waitWord(participant);
        for (WaitKind kind : kinds) {
            if (waiting(word, kind) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Where its process can be woken, see {@link Doorbell}; 0 if only the test JVM can do so. */
    public int address(int participant) {
        return (int) (waitWord(participant) >>> ADDRESS_SHIFT);
    }

    public void publishWaiting(int participant, int address, AtomicIntegerArray threads) {
        long word = address < MOST_ADDRESSES ? (long) address << ADDRESS_SHIFT : 0;
        for (int kind = 0; kind < threads.length(); kind++) {
            word |= (long) Math.min(threads.get(kind), MOST_WAITING) << WAIT_BITS * kind;
        }
        header.set(waitCell(participant), word);
    }

    /** Records that a participant that has ended no longer waits. */
    public void endWaiting(int participant) {
        header.set(waitCell(participant), 0);
    }

    private long waitWord(int participant) {
        return header.get(waitCell(participant));
    }

    private static int waitCell(int participant) {
        return cell(participant) + Long.BYTES;
    }

    private static int cell(int participant) {
        return CELLS + (participant % 256) * CELL_STRIDE + participant / 256 * CELL_BYTES;
    }
}
