package dev.multiprocess.internal.turns;

import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildHost;
import java.util.List;
import java.util.Optional;

/** What the checkpoints of a test need of it. */
public interface TurnsHost {

    /**
     * Returns what guards the state of the test's children, and with it that of its checkpoints.
     *
     * @return of the test
     */
    ChildHost children();

    /**
     * Finds a child of any test.
     *
     * @param number its number
     * @return empty if its test has ended
     */
    Optional<Child<?>> child(int number);

    /**
     * Lists the children that can reach the test's points.
     *
     * @return those that have ended included; empty if that is not known, as for a class, whose tests have more
     */
    List<Child<?>> all();

    /**
     * Returns the failure of a child that ends waits of the test.
     *
     * @return empty if there is none
     */
    Optional<RuntimeException> failure();

    /** Fails if the test was ended from outside its own code. */
    void requireInTime();

    /**
     * Returns what knows the classes of the test.
     *
     * @return their loader
     */
    ClassLoader loader();

    /**
     * Names the test.
     *
     * @return as messages name it
     */
    String test();
}
