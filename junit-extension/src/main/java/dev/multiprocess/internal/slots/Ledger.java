package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.SlotFile;
import java.util.Arrays;

/** What has happened in a queue, by participant. Not thread-safe. */
public final class Ledger {

    private long[] put = new long[8];
    private long[] taken = new long[8];
    private long[] costPut = new long[8];
    private long removed;
    private long waiting;
    private long bytes;
    long cost;

    Ledger() {}

    Ledger(Ledger other) {
        put = other.put.clone();
        taken = other.taken.clone();
        costPut = other.costPut.clone();
        removed = other.removed;
        cost = other.cost;
    }

    void add(long word, long taker, int length) {
        int writer = PutWord.participant(word);
        grow(Math.max(writer, taker > 0 ? (int) taker : 0));
        put[writer]++;
        cost += Element.cost(length);
        costPut[writer] += Element.cost(length);
        if (taker == 0) {
            waiting++;
            bytes += length;
        } else if (taker == SlotFile.REMOVED) {
            removed++;
        } else {
            taken[(int) taker]++;
        }
    }

    private void grow(int participant) {
        if (participant >= put.length) {
            int length = Math.max(participant + 1, put.length * 2);
            put = Arrays.copyOf(put, length);
            taken = Arrays.copyOf(taken, length);
            costPut = Arrays.copyOf(costPut, length);
        }
    }

    /**
     * Returns how many elements a participant has put.
     *
     * @param participant its number
     * @return ever
     */
    public long putBy(int participant) {
        return participant < put.length ? put[participant] : 0;
    }

    /**
     * Returns how many elements a participant has taken.
     *
     * @param participant its number
     * @return ever
     */
    public long takenBy(int participant) {
        return participant < taken.length ? taken[participant] : 0;
    }

    long costPutBy(int participant) {
        return participant < costPut.length ? costPut[participant] : 0;
    }

    /**
     * Returns how many elements were removed ahead of their turn.
     *
     * @return ever
     */
    public long removed() {
        return removed;
    }

    /**
     * Returns how many elements are in the queue.
     *
     * @return now
     */
    public int size() {
        return (int) waiting;
    }

    /**
     * Returns how long the elements in the queue are together.
     *
     * @return in bytes
     */
    public long bytes() {
        return bytes;
    }
}
