package dev.multiprocess;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Several child JVMs that were started together.
 *
 * <p>May be used from any thread, and in a child that captured it.
 *
 * @param <R> what each child's task returns
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessGroup<R> extends Iterable<ChildProcess<R>> {

    /**
     * Returns the group's name, which its children's names begin with.
     *
     * @return for example {@code reader}
     */
    String name();

    /**
     * Returns the children.
     *
     * @return in the order of their numbers
     */
    List<ChildProcess<R>> children();

    /**
     * Returns how many children it has.
     *
     * @return 1 to 64
     */
    default int size() {
        return children().size();
    }

    /**
     * Returns the child with a number: the one that an indexed task or action was given.
     *
     * @param index from 0; the name of that child ends with {@code -1}
     * @return the child, in whatever state
     * @throws IllegalArgumentException if there is no such child
     */
    default ChildProcess<R> get(int index) {
        List<ChildProcess<R>> children = children();
        if (index < 0 || index >= children.size()) {
            throw new IllegalArgumentException("the index of a child of group '" + name() + "' must be from 0 to "
                    + (children.size() - 1) + ": index=" + index);
        }
        return children.get(index);
    }

    /**
     * Iterates over the children.
     *
     * @return in the order of their numbers
     */
    @Override
    default Iterator<ChildProcess<R>> iterator() {
        return children().iterator();
    }

    /**
     * Waits until all have ended, or the first has failed.
     *
     * @throws ChildFailedException as soon as one of them ended in another way than its task's return; failures of others
     *     until then are its suppressed exceptions
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    void join();

    /**
     * Waits until all have ended, or the first has failed, but not longer than {@code timeout}.
     *
     * @param timeout the longest wait, for all of them together; zero or less only looks
     * @return false if one of them is still alive
     * @throws ChildFailedException as {@link #join()}
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    boolean join(Duration timeout);

    /**
     * Waits for what all tasks returned.
     *
     * @return in the order of the children's numbers
     * @throws ChildFailedException as {@link #join()}
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    List<R> results();

    /** Asks all to end, waits for the stop grace, and kills those that are still there. */
    void stop();

    /** Ends all at once with SIGKILL and waits until they are gone. */
    void kill();

    /** Interrupts the tasks of all, as {@link ChildProcess#interrupt()} does. */
    void interrupt();

    /**
     * Says that each is to end with an exit code, as {@link ChildProcess#expectExit} does.
     *
     * @param code the exit code
     * @return this group
     * @throws IllegalArgumentException if no process can end with that code
     */
    ProcessGroup<R> expectExit(int code);

    /**
     * Says that each is to be ended by a signal, as {@link ChildProcess#expectKilled} does.
     *
     * @return this group
     */
    ProcessGroup<R> expectKilled();

    /**
     * Says that each is to be alive when the test's own code has ended, as {@link ChildProcess#expectRunningAtEnd} does.
     *
     * @return this group
     */
    ProcessGroup<R> expectRunningAtEnd();

    /**
     * Pauses those that are alive, one after the other, as {@link ChildProcess#pause()} does.
     *
     * @throws UnsupportedOperationException if the operating system has no such signal, as on Windows
     */
    void pause();

    /** Resumes those that are paused. */
    void resume();
}
