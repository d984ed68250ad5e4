package dev.multiprocess;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * The child that runs this code, for code that the task can hand nothing to: an object that the library under test makes
 * by itself, for example.
 *
 * <p>From {@link Processes#current()}. May be used from any thread of the child.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface CurrentChild {

    /**
     * Returns the child's name.
     *
     * @return as {@link ChildProcess#name()} has it
     */
    String name();

    /**
     * Returns the child's number in its group.
     *
     * @return from 0; 0 for a child without a group
     */
    int index();

    /**
     * Returns the child's own directory: see {@link ChildProcess#directory()}.
     *
     * @return absolute; it exists
     * @throws java.io.UncheckedIOException if it cannot be made
     */
    Path directory();

    /**
     * Finds a queue by its name: the name of the parameter or the one given to {@link Processes#queue(String)}.
     *
     * <p>From this call on the child counts as one that may write to the queue. Where readers wait for the end of the
     * queue, a task should rather capture it: then the child counts from its start on, and the queue cannot end before.
     *
     * @param <E> the type of its elements
     * @param name of a queue of the test that started this child; if it has none, of the class or factory around that
     * @return the queue
     * @throws IllegalArgumentException if no queue has this name, or several have
     */
    <E> ProcessQueue<E> queue(String name);
}
