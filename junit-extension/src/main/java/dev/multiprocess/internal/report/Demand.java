package dev.multiprocess.internal.report;

import java.util.Optional;

/**
 * What a test demands of a child's end, and what it has learned about it.
 *
 * @param expectation how the child is to end; empty if the test has not said
 * @param ranUntilTheEnd whether the child was alive when the test ended, so that its end comes with that
 * @param seen whether the test has asked how the child ended, and got an answer
 * @param thrown whether the failure was thrown at the test
 * @param mayExit whether an exit with code 0 is as good as the task's return
 */
public record Demand(
        Optional<Expectation> expectation, boolean ranUntilTheEnd, boolean seen, boolean thrown, boolean mayExit) {

    /** For a test that has said and asked nothing. */
    public static final Demand NONE = new Demand(Optional.empty(), false, false, false, false);

    /** The same for a child that runs a program's main method. */
    public static final Demand OF_PROGRAM = new Demand(Optional.empty(), false, false, false, true);

    /** Sets how the child is to end, which replaces what was set before. */
    public Demand expecting(Expectation expected) {
        return new Demand(Optional.of(expected), ranUntilTheEnd, seen, thrown, mayExit);
    }

    /** Notes that the test ends while the child lives. */
    public Demand runUntilTheEnd() {
        return new Demand(expectation, true, seen, thrown, mayExit);
    }

    /** Notes that the test has asked how the child ended, and got an answer. */
    public Demand askedFor() {
        return new Demand(expectation, ranUntilTheEnd, true, thrown, mayExit);
    }

    /** Notes that the failure was thrown at the test. */
    public Demand thrownAtTest() {
        return new Demand(expectation, ranUntilTheEnd, seen, true, mayExit);
    }

    /** Whether the child's end ends no wait, since it comes with the test's end. */
    public boolean isToRun() {
        return expectation.filter(Expectation.RunningAtEnd.class::isInstance).isPresent();
    }

    /**
     * Whether the test knows how this child ended, and need not learn more. A test that has said what it expects learns
     * of a different end even if it has looked.
     */
    public boolean isSatisfied() {
        return thrown || seen && expectation.isEmpty();
    }
}
