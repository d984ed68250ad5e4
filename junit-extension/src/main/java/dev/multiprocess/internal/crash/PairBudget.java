package dev.multiprocess.internal.crash;

import dev.multiprocess.internal.cases.Selection;
import java.util.TreeSet;

/**
 * How many crashes of checks each case may try: so many in all, evenly, and what one leaves is for those after it. Cases
 * decide in their order, so that a run tries the same each time. Thread-safe.
 */
final class PairBudget {

    private final int total;
    private final int cases;
    private final TreeSet<Integer> undecided = new TreeSet<>();
    private int used;
    private int wantedInAll;

    PairBudget(int total, int cases) {
        this.total = total;
        this.cases = cases;
    }

    /** Notes that a case begins; in their order. */
    synchronized void begin(int index) {
        undecided.add(index);
    }

    /**
     * Decides when all have that began before.
     *
     * @param wanted how many there are to try
     * @return how many it may
     */
    synchronized int take(int index, int wanted) throws InterruptedException {
        try {
            while (undecided.first() < index) {
                wait();
            }
        } finally {
            undecided.remove(index);
            notifyAll();
        }
        wantedInAll += wanted;
        // Less than nothing if a later case, which began before this one, has taken more than this one's share.
        int left = Math.max(0, Selection.quota(total, index + 1, cases) - used);
        int granted = Math.min(wanted, left);
        used += granted;
        return granted;
    }

    /** Decides that a case tries one that the user has chosen. */
    synchronized void takeOne(int index, int wanted) {
        skip(index);
        wantedInAll += wanted;
        used++;
    }

    /** Decides that a case tries none. */
    synchronized void skip(int index) {
        undecided.remove(index);
        notifyAll();
    }

    synchronized int used() {
        return used;
    }

    synchronized int wanted() {
        return wantedInAll;
    }
}
