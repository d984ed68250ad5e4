package dev.multiprocess.model;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All operations on one queue. It is linearizable if they can be put into an order in which a queue that does one after
 * the other has the same results, and in which none that had returned before another was called comes after it.
 *
 * <p>The search is that of Wing and Gong, with the memory of Lowe: it tries each operation that may come next, and never
 * goes on twice from the same set of operations with the same queue ("Testing and Verifying Concurrent Objects", 1993;
 * "Testing for linearizability", 2016).
 */
final class History {

    private final List<Operation> operations;
    private final Set<Point> visited = new HashSet<>();
    private int longest;

    /** How far the search has come: what was done, and what that has made. */
    private record Point(BitSet done, BoundedFifo queue) {}

    History(List<Operation> operations) {
        this.operations = operations.stream()
                .sorted(Comparator.comparingLong(Operation::begin))
                .toList();
    }

    boolean isLinearizable(int capacity) {
        return canGoOn(new BitSet(), new BoundedFifo(List.of(), capacity));
    }

    /** How many operations could be put into an order at most. */
    int longest() {
        return longest;
    }

    private boolean canGoOn(BitSet done, BoundedFifo queue) {
        longest = Math.max(longest, done.cardinality());
        int first = done.nextClearBit(0);
        if (first == operations.size()) {
            return true;
        }
        if (!visited.add(new Point((BitSet) done.clone(), queue))) {
            return false;
        }
        long firstReturn = Long.MAX_VALUE;
        for (int i = first;
                i < operations.size() && operations.get(i).begin() <= firstReturn;
                i = done.nextClearBit(i + 1)) {
            firstReturn = Math.min(firstReturn, operations.get(i).end());
        }
        for (int i = first;
                i < operations.size() && operations.get(i).begin() <= firstReturn;
                i = done.nextClearBit(i + 1)) {
            BoundedFifo next = queue.after(operations.get(i));
            if (next != null) {
                done.set(i);
                if (canGoOn(done, next)) {
                    return true;
                }
                done.clear(i);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        operations.forEach(operation -> text.append(operation).append('\n'));
        return text.toString();
    }
}
