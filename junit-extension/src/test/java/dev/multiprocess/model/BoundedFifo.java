package dev.multiprocess.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The queue as its contract has it: a list with a capacity. Immutable.
 *
 * @param elements from head to tail
 * @param capacity the most elements in it
 */
record BoundedFifo(List<Integer> elements, int capacity) {

    /**
     * Does one step.
     *
     * @return the queue after it; {@code null} if the step has another result in this queue
     */
    BoundedFifo after(Operation operation) {
        return switch (operation.kind()) {
            case OFFER, OFFER_WAITING -> afterOffer(operation);
            case POLL, POLL_WAITING -> afterPoll(operation.result());
            case PEEK -> sameIf(equal(operation.result(), elements.isEmpty() ? null : elements.get(0)));
            case SIZE -> sameIf(operation.result() == elements.size());
            case REMAINING -> sameIf(operation.result() == capacity - elements.size());
            case CONTAINS -> sameIf(operation.result() == 1 == elements.contains(operation.argument()));
            case REMOVE -> afterRemove(operation);
        };
    }

    private BoundedFifo afterOffer(Operation operation) {
        boolean isFull = elements.size() >= capacity;
        if (operation.result() == 0) {
            return sameIf(isFull);
        }
        if (isFull) {
            return null;
        }
        List<Integer> longer = new ArrayList<>(elements);
        longer.add(operation.argument());
        return new BoundedFifo(longer, capacity);
    }

    private BoundedFifo afterPoll(Integer result) {
        if (result == null) {
            return sameIf(elements.isEmpty());
        }
        return elements.isEmpty() || !elements.get(0).equals(result)
                ? null
                : new BoundedFifo(List.copyOf(elements.subList(1, elements.size())), capacity);
    }

    private BoundedFifo afterRemove(Operation operation) {
        boolean isThere = elements.contains(operation.argument());
        if (operation.result() == 0 || !isThere) {
            return sameIf(operation.result() == 0 && !isThere);
        }
        List<Integer> shorter = new ArrayList<>(elements);
        shorter.remove(operation.argument());
        return new BoundedFifo(shorter, capacity);
    }

    private BoundedFifo sameIf(boolean possible) {
        return possible ? this : null;
    }

    private static boolean equal(Integer one, Integer other) {
        return one == null ? other == null : one.equals(other);
    }
}
