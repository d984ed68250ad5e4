package dev.multiprocess.internal.crash;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.process.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** What crash tests need of the test that they belong to. Any thread. */
public interface CrashHost {

    /**
     * Starts a child of the test, whose end is the caller's to judge.
     *
     * @param <R> what its task returns
     * @param name of the child
     * @param task what it runs
     * @param options how it is started
     * @return running
     */
    <R> Child<R> start(String name, ProcessTask<R> task, ProcessOptions options);

    /**
     * Fails if a task cannot be sent to a child.
     *
     * @param task is not started
     * @param subject of the message
     * @throws dev.multiprocess.NotTransferableException if it cannot
     */
    void requireTransferable(ProcessTask<?> task, String subject);

    /**
     * Returns where files of the test are kept.
     *
     * @return exists
     */
    Path directory();

    /**
     * Returns where the agent is kept, for all tests.
     *
     * @return may not exist yet
     */
    Path agents();

    /**
     * Returns the timeout of the test, which each point has to itself.
     *
     * @return as configured
     */
    Duration timeout();

    /** Lifts the deadline of the test that this thread runs: points have limits of their own. */
    void liftDeadline();

    /**
     * Says whose life the timeline of the dynamic test that this thread runs is to show.
     *
     * @param children their names; none if there is to be no timeline
     */
    void show(List<String> children);

    /**
     * Returns threads that run points.
     *
     * @return of the run
     */
    Executor workers();

    /**
     * Names the test.
     *
     * @return for messages
     */
    String test();
}
