package dev.multiprocess.internal.process;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a child needs of its test. Any thread. */
public interface ChildHost {

    // ---- the state of all children of the test

    /**
     * Looks at it.
     *
     * @param <T> what is looked for
     * @param action run with the lock held, which this thread may hold already
     * @return what it returned
     */
    <T> T locked(Supplier<T> action);

    /**
     * Changes it, and wakes all that wait for a change.
     *
     * @param action run with the lock held, which this thread may hold already
     */
    void change(Runnable action);

    /**
     * Waits for something about children, for the test: its deadline and interrupts end the wait with an exception.
     *
     * @param what completes the sentence that the thread waits for it
     * @param whom asked whenever it matters for the children that can bring it about
     * @param done asked with the lock held
     * @param nanos {@link Long#MAX_VALUE} waits without limit
     * @return false if it was not done in time
     */
    default boolean await(
            String what, Supplier<? extends List<? extends Child<?>>> whom, BooleanSupplier done, long nanos) {
        return await(what, whom, done, () -> true, nanos);
    }

    /**
     * Waits as {@link #await(String, Supplier, BooleanSupplier, long)} does for something that may be on its way.
     *
     * @param what completes the sentence that the thread waits for it
     * @param whom asked whenever it matters for the children that can bring it about
     * @param done asked with the lock held
     * @param missing asked with the lock held; false while it may be on its way
     * @param nanos {@link Long#MAX_VALUE} waits without limit
     * @return false if it was not done in time
     */
    boolean await(
            String what,
            Supplier<? extends List<? extends Child<?>>> whom,
            BooleanSupplier done,
            BooleanSupplier missing,
            long nanos);

    /**
     * Asks children to end, waits for the stop grace, and kills those that are still there.
     *
     * @param children of this test
     */
    void stop(List<? extends Child<?>> children);

    /**
     * Waits until children that were killed are gone, within a limit.
     *
     * @param children of this test
     */
    void awaitDeath(List<? extends Child<?>> children);

    /** Notes that there may be a new failure. */
    void lookForFailure();

    // ---- turns of a child's life

    /**
     * Adds a child; it may have been added before.
     *
     * @param child has its job
     */
    void add(Child<?> child);

    /**
     * Notes that the process of a child has ended, before others learn it.
     *
     * @param child was drained
     * @param well whether it has put into queues what it wanted to
     */
    void ended(Child<?> child, boolean well);

    /**
     * Notes that the life of a child is over; called with the lock held.
     *
     * @param child has ended; a new one may have its name
     */
    void over(Child<?> child);

    /** Notes that a process was paused, and that others may wait for it in vain. */
    void paused();

    /**
     * Carries out a call of a child, or passes it on to the child that has the object.
     *
     * @param request of a child
     * @return completed by the answer; to be cancelled if nothing waits for it any more
     */
    CompletableFuture<Reply> carryOut(CallRequest request);

    // ---- what all children of the test share

    /**
     * Finds a queue that the test can use.
     *
     * @param name the queue's
     * @return the only one of that name
     * @throws IllegalArgumentException if none has the name, or several have
     */
    ProcessQueue<?> queue(String name);

    /**
     * Returns what reads and writes objects of this test.
     *
     * @return of this test
     */
    ObjectCodec serializer();

    /**
     * Returns threads for what is done in the background.
     *
     * @return of the run
     */
    Executor workers();

    /**
     * Returns threads for what must happen even if memory runs out, and may be repeated then.
     *
     * @return of the run
     */
    Executor persistent();

    /**
     * Sets a timer.
     *
     * @param delay from now
     * @param action may be repeated, if memory runs out during it
     * @return to be cancelled when it is no longer needed
     */
    ScheduledFuture<?> later(Duration delay, Runnable action);

    /**
     * Returns whether a debugger may hold any process of this test for as long as it likes.
     *
     * @return true if no timer is to be set
     */
    boolean isSuspended();

    /**
     * Returns whether the test JVM was started for a debugger.
     *
     * @return true if time stands still for children too
     */
    boolean isDebugged();
}
