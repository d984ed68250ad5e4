package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.ByteArenaWriter;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.elements.ElementFiles;
import dev.multiprocess.internal.elements.Room;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import java.util.concurrent.locks.LockSupport;

/**
 * The side of a queue into which one process puts: the budget, bytes in arenas and files, and then a slot. Not thread-safe.
 *
 * <p>Whatever a method throws, it has put nothing, or it has put and {@link #settle} does the rest, now or before the next put.
 */
final class PutSide implements AutoCloseable {

    /** How long a writer waits for a faster reader, at most once for each arena, before it takes more memory. */
    private static final int MOST_PAUSES = 20;

    private static final long PAUSE_NANOS = 20_000;

    private final QueueMemory memory;
    private final int participant;
    private final int capacity;
    private final long byteBudget;
    private final HubAccess home;
    private final SlotAppender writer;
    private final ByteArenaWriter arena;
    private final ElementFiles files;
    private long costPut;

    /** Of what was put last, until it is settled. */
    private long costOfLast;

    private boolean lastIsInArena;

    /** Where that had been claimed; {@code null} if it had not. */
    private Room lastRoom;

    /** What may be put before the budget is checked again. */
    private long allowance;

    PutSide(QueueMemory memory, SharedQueue.QueueAddress address, HubAccess home) {
        this.memory = memory;
        this.home = home;
        participant = address.participant();
        capacity = address.capacity();
        byteBudget = address.byteBudget();
        writer = new SlotAppender(memory);
        arena = new ByteArenaWriter(memory, writer.segments, participant);
        files = new ElementFiles(memory, participant);
    }

    /**
     * Puts an element if there is room; {@link #settle} must follow if it was put.
     *
     * @return what came of it
     */
    PutOutcome put(Element element) {
        settle();
        lastRoom = null;
        long cost = Element.cost(element.length());
        // Above the budget an element still fits an empty queue, and only that.
        int most = isWithinBudget(cost) ? capacity : 1;
        if (writer.isFull(most)) {
            return PutOutcome.FULL;
        }
        boolean inline = element.length() <= PutWord.MOST_INLINE;
        long word = inline ? PutWord.inline(participant, element.stored()) : place(element);
        if (word != 0) {
            costOfLast = cost;
            lastIsInArena = !inline;
            return writer.put(word, most);
        }
        word = files.write(element);
        return word == 0 ? PutOutcome.NO_ROOM : putInFile(word, cost, most);
    }

    private PutOutcome putInFile(long word, long cost, int most) {
        boolean put = false;
        try {
            costOfLast = cost;
            lastIsInArena = false;
            PutOutcome outcome = writer.put(word, most);
            put = outcome == PutOutcome.PUT;
            return outcome;
        } finally {
            if (!put && !writer.isUnsettled()) {
                files.discard(word);
            }
        }
    }

    /** Where the last element was put, counted from 0. */
    long position() {
        return writer.position();
    }

    /** Does what follows from the last put. Whatever is thrown, it can be done again. */
    void settle() {
        if (writer.isUnsettled()) {
            if (lastIsInArena) {
                arena.commit(writer.position());
            }
            if (lastRoom != null) {
                arena.put(lastRoom, writer.position());
            }
            memory.publishCostPutBy(participant, costPut + costOfLast);
            writer.settle();
            costPut += costOfLast;
            allowance -= costOfLast;
        }
    }

    // ---- putting in place

    /**
     * Takes room for a raw element, which counts against the budget from now on.
     *
     * @param length of the element's own bytes
     * @return whether there is room, and which
     */
    Claimed claim(int length) {
        if (writer.isClosed()) {
            return Claimed.CLOSED;
        }
        settle();
        int stored = Element.alignedLength(length);
        long cost = Element.cost(stored);
        if (!isWithinBudget(cost) && memory.cost() > 0) {
            return Claimed.FULL;
        }
        Room room = arena.claim(length);
        if (room == null) {
            makeRoom(stored);
            room = arena.claim(length);
        }
        Claimed claim;
        try {
            claim = room == null ? Claimed.inHeap(length, cost) : Claimed.of(room, cost);
            publishCost(cost);
        } catch (VirtualMachineError e) {
            if (room != null) {
                arena.giveBack(room);
            }
            throw e;
        }
        allowance -= cost;
        return claim;
    }

    private void publishCost(long more) {
        memory.publishCostPutBy(participant, costPut + more);
        costPut += more;
    }

    /**
     * Puts the element that was written into a claim, if there is room for one more; {@link #settle} must follow if it was put.
     *
     * @return what came of it
     */
    PutOutcome put(Claimed claim) {
        settle();
        if (writer.isFull(capacity)) {
            return PutOutcome.FULL;
        }
        PutOutcome outcome;
        if (claim.room == null) {
            lastRoom = null;
            Element element = claim.element();
            long word = files.write(element);
            outcome = word == 0
                    ? PutOutcome.NO_ROOM
                    : putInFile(word, Element.cost(element.length()) - claim.cost, capacity);
        } else {
            costOfLast = 0;
            lastIsInArena = false;
            lastRoom = claim.room;
            outcome = writer.put(claim.room.word(), capacity);
        }
        claim.open &= outcome != PutOutcome.PUT;
        return outcome;
    }

    /** Gives back what was claimed; false if it was put, or given back before. */
    boolean giveBack(Claimed claim) {
        if (!claim.open) {
            return false;
        }
        settle();
        if (claim.room != null) {
            arena.giveBack(claim.room);
        }
        // Others may have what it was part of: nothing is added to what this process may put unchecked.
        publishCost(-claim.cost);
        claim.open = false;
        return true;
    }

    // ---- budget and room

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
        if (word == 0) {
            makeRoom(element.length());
            word = arena.place(element);
        }
        return word;
    }

    private void makeRoom(int length) {
        if (arena.wouldGain()) {
            home.recycle();
        }
        for (int i = 0; !arena.hasRoom(length) && i < MOST_PAUSES && arena.isWorthWaiting(length); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!arena.hasRoom(length)) {
            arena.grow(length);
        }
    }

    @Override
    public void close() {
        arena.close();
        writer.close();
    }
}
