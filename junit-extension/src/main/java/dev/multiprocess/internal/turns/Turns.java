package dev.multiprocess.internal.turns;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Whose turn it is in an order of points:
 *
 * <pre>
 *            a thread passes the point of step n            step n is over
 *  n IS NEXT -----------------------------------> n RUNS ------------------> n + 1 IS NEXT
 * </pre>
 *
 * <p>A step is over at once if steps may run at the same time. Otherwise it is over when its process stands at its own next
 * step, has ended, or was found to wait for others. A step at which its process is killed is over when that is dead.
 *
 * <p>Not thread-safe: guarded by the lock of its test.
 */
final class Turns {

    private final int number;
    private final int count;
    private final List<String> steps;
    private final List<Integer> owners;
    private int next;

    /** The process that took the last step; meaningless before the first. */
    private int runner;

    private boolean dying;
    private boolean yielded;

    /**
     * An order of which no step was taken.
     *
     * @param number which of several it is, from 1; 0 if it is the only one
     * @param count of how many
     * @param steps the points
     * @param owners for each step the process that takes it; empty if steps may run at the same time
     */
    Turns(int number, int count, List<String> steps, List<Integer> owners) {
        this.number = number;
        this.count = count;
        this.steps = steps;
        this.owners = owners;
    }

    boolean isDone() {
        return next == steps.size();
    }

    /** Whether a thread that reaches a point may have to wait for its turn. */
    boolean concerns(String point) {
        return steps.subList(next, steps.size()).contains(point);
    }

    /**
     * Whether the next step is the one of a point, and may begin.
     *
     * @param standsAt whether a thread stands at a point
     * @param ended whether a process has ended
     */
    boolean isTurnOf(String point, Predicate<String> standsAt, IntPredicate ended) {
        return !isDone() && steps.get(next).equals(point) && isOver(standsAt, ended);
    }

    /** Whether the last step that was taken is over. */
    private boolean isOver(Predicate<String> standsAt, IntPredicate ended) {
        if (next == 0 || ended.test(runner)) {
            return true;
        }
        if (dying) {
            return false;
        }
        return owners.isEmpty() || yielded || ownNextStep() >= 0 && standsAt.test(steps.get(ownNextStep()));
    }

    /** The place of the next step of the process whose step was taken last; -1 if it has none. */
    private int ownNextStep() {
        int owner = owners.get(next - 1);
        for (int i = next; i < steps.size(); i++) {
            if (owners.get(i) == owner) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A thread passes the point of the next step.
     *
     * @param process its process
     * @param dies whether that is killed there
     */
    void take(int process, boolean dies) {
        next++;
        runner = process;
        dying = dies;
        yielded = false;
    }

    /**
     * Takes the step that runs for over, since its process waits for others.
     *
     * @return whether the next step can begin, and could not before
     */
    boolean yieldTurn(Predicate<String> standsAt, IntPredicate ended) {
        if (isDone() || dying || isOver(standsAt, ended) || !standsAt.test(steps.get(next))) {
            return false;
        }
        yielded = true;
        return true;
    }

    /** The point of the next step, of an order that is not done. */
    String nextPoint() {
        return steps.get(next);
    }

    /** Completes a sentence that has "order" before it, as in {@code 3 of 6 (a-reads, b-reads)}. */
    @Override
    public String toString() {
        String all = "(" + String.join(", ", steps) + ")";
        return number == 0 ? all : number + " of " + count + " " + all;
    }

    /** As in {@code step 2, 'b-reads'}, of an order that is not done. */
    String nextStep() {
        return "step " + (next + 1) + ", '" + steps.get(next) + "'";
    }

    /** Which of several it is; 0 if it is the only one. */
    int number() {
        return number;
    }
}
