package dev.multiprocess;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A child JVM of a test.
 *
 * <p>May be used from any thread, also after the child has ended, and in another child that captured it, for which
 * the test JVM carries out every call. A child is joined, stopped or killed at the latest when its test ends.
 *
 * <p>A failure of the child that the test has seen, because {@link #awaitExit()} returned it or {@link #join()} or
 * {@link #result()} threw it, does not fail the test again; any other fails the test when it ends.
 *
 * @param <R> what the child's task returns
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ChildProcess<R> {

    /**
     * Returns the child's name, unique among those of its test that are alive.
     *
     * @return for example {@code writer} or {@code reader-2}
     */
    String name();

    /**
     * Returns the child's process id.
     *
     * @return the id from the operating system, valid while the child is alive
     */
    long pid();

    /**
     * Returns whether the process is alive.
     *
     * @return false once it has ended, also if the operating system still lists it as defunct
     */
    boolean isAlive();

    /**
     * Waits until the child is up and its task has started.
     *
     * @throws ChildFailedException if it ended before
     * @throws ChildTimeoutException if it was not up within the start timeout, or the test's deadline passed
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    void awaitRunning();

    /**
     * Waits until the child has ended.
     *
     * <p>Also returns normally for a child that this test stopped or killed. A child that serves has not ended: its task has
     * returned, but its threads live on, as those of a daemon or under {@link #expectRunningAtEnd()} may.
     *
     * @throws ChildFailedException if it ended in another way than its task's return
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    void join();

    /**
     * Waits until the child has ended, but not longer than {@code timeout}.
     *
     * @param timeout the longest wait; zero or less only looks
     * @return false if the child is still alive
     * @throws ChildFailedException as {@link #join()}
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    boolean join(Duration timeout);

    /**
     * Waits for what the child's task returned, and until the child has ended, unless it serves; see {@link #join()}.
     *
     * @return the task's result, a copy of what it was in the child; may be {@code null}
     * @throws ChildFailedException if there is none: the task threw, with that exception as the cause, or the process
     *     ended before the task returned, or what it returned cannot be read here
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    R result();

    /**
     * Waits until the child has ended, in whatever way.
     *
     * @return how it ended
     * @throws ChildTimeoutException if the test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    ExitStatus awaitExit();

    /**
     * Asks the child to end, waits for the stop grace, and kills it and everything it has started if it is still there.
     *
     * <p>The child runs its shutdown hooks. Returns when it has ended; does nothing if it has ended before. A child that had
     * to be killed does not fail the test, but {@link #awaitExit()} returns {@link ExitStatus.End#KILLED}, and a warning says
     * so; one whose JVM crashes while it stops fails the test.
     */
    void stop();

    /**
     * Ends the child at once with SIGKILL, whatever it is doing, and waits until it is gone.
     *
     * <p>Nothing runs in the child after that: no hook, no finally block. Does nothing if the child has ended before.
     */
    void kill();

    /**
     * Interrupts the thread that runs the child's task, as {@link Thread#interrupt()} does in one JVM, and does not wait for
     * the effect. If the task has not started, it starts interrupted; if it is over, nothing happens.
     *
     * <p>The task may continue, clean up, return or throw. If it ends with an {@link InterruptedException} or
     * {@link ProcessInterruptedException}, that is not a failure, since the test has asked for it; {@link #result()} still
     * throws it as a cause.
     */
    void interrupt();

    /**
     * Says that the child is to end with an exit code, by {@code System.exit} or, for 0, by returning from its task.
     *
     * <p>Such an end is then not a failure, and every other end fails the test, including an exception of the task:
     * {@link #join()} returns normally, or throws and says what was expected. This and the other expectations may be set
     * before the child's end or after it; the latest counts. Set it at the start if the test waits on queues: such a wait
     * ends as soon as there is a failure of a child that the test has neither seen nor declared to expect.
     *
     * @param code the exit code
     * @return this child
     * @throws IllegalArgumentException if no process can end with that code, such as one that is not 0 to 255 on Linux
     */
    ChildProcess<R> expectExit(int code);

    /**
     * Says that the child is to be ended by a signal, from {@link #kill()}, from another child or from outside.
     *
     * <p>Every other end fails the test, as for {@link #expectExit}.
     *
     * @return this child
     */
    ChildProcess<R> expectKilled();

    /**
     * Says that the child is to be alive when the test's own code has ended. It is then stopped instead of being joined.
     * Its task may return: if threads live on then, the child serves until it is stopped. Without this a child that is no
     * daemon is killed a stop grace after its task's return.
     *
     * <p>If it ends before that, by itself or because the test stops or kills it, the test fails: a wait for all children and
     * {@link #join()} fail at once, otherwise the test fails at its end.
     *
     * @return this child
     */
    ChildProcess<R> expectRunningAtEnd();

    /**
     * Stops the child where it is, by SIGSTOP, as a long garbage collection or a frozen virtual machine would; returns
     * when all of its threads have stopped. Does nothing if the test has paused it already.
     *
     * <p>A paused child is alive: the start timeout, the test's deadline and limits of the child continue to count. It can
     * be killed; {@link #stop()}, and the end of the test, resume it first. If the test JVM dies, the child is resumed too,
     * and ends itself.
     *
     * @throws IllegalStateException if the child has ended
     * @throws UnsupportedOperationException if the operating system has no such signal, as on Windows
     */
    void pause();

    /**
     * Resumes a paused child, by SIGCONT, including one that was stopped from outside. Does nothing if the child is not
     * paused, or has ended.
     */
    void resume();

    /**
     * Starts a new child with the same name, task and options, after this one has ended.
     *
     * <p>Captured values of the task are copied again, as they are now. This object still stands for the child that has
     * ended; what was expected of that child is not expected of the new one.
     *
     * @return the new child, whose process exists
     * @throws IllegalStateException if this child is alive, or the test has ended
     * @throws NotTransferableException if what the task captured cannot cross any more
     */
    ChildProcess<R> restart();

    /**
     * Returns what the child has written to its standard output and standard error so far, in order of arrival.
     *
     * @return the last 10,000 lines, or fewer if they take much memory, without the child's name; then those that have no
     *     end yet, such as a prompt; a line above 16 KiB is in pieces; all of it is in {@link #outputFile()}
     */
    List<String> output();

    /**
     * Returns where all of the child's output is kept, byte by byte, also after the test.
     *
     * @return a file below the test's output directory, in UTF-8 unless the child was given another encoding
     */
    Path outputFile();

    /**
     * Returns the child's own directory, for files that are to outlive the child: recordings, logs, what it has stored. Made
     * when it is first asked for, here, by {@link CurrentChild#directory()} in the child, or by {@code {directory}} in {@link
     * ProcessOptions}. What is in it when the child fails is named in the failure.
     *
     * @return a directory beside {@link #outputFile()}, which is kept until the test runs again; absolute
     * @throws java.io.UncheckedIOException if it cannot be made
     */
    Path directory();

    /**
     * Waits until a line of the child's output, standard output or standard error, contains a match.
     *
     * <p>Lines that the child has written before this call count as well, as far as {@link #output()} still has them; of
     * those that it writes during the call, none is missed. A line above 16 KiB is looked at in pieces. A line that has no
     * end yet, such as a prompt, counts too; if more text could change the match, as after {@code port 80} for {@code
     * port \d+}, it does when the line has ended, or no more text has come for 200 ms.
     *
     * <p>The thread that reads the child's output applies the pattern, so that a slow one slows the child down.
     *
     * @param pattern looked for in each line, as {@link java.util.regex.Matcher#find()} does
     * @return the first match; positions are those in its line
     * @throws ChildFailedException if the child has ended without such a line, in whatever way, with its last lines
     * @throws ChildTimeoutException if the child was not up within the start timeout or exceeded its hard limit, or the
     *     test's deadline passed first
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    MatchResult awaitOutput(Pattern pattern);

    /**
     * Waits as {@link #awaitOutput(Pattern)} does, but not longer than {@code timeout}.
     *
     * @param pattern looked for in each line, as {@link java.util.regex.Matcher#find()} does
     * @param timeout the longest wait; zero or less only looks at what was written before
     * @return the first match; empty if there was none in time and the child is still alive
     * @throws ChildFailedException as {@link #awaitOutput(Pattern)}
     * @throws ChildTimeoutException as {@link #awaitOutput(Pattern)}
     * @throws ProcessInterruptedException if this thread was interrupted
     */
    Optional<MatchResult> awaitOutput(Pattern pattern, Duration timeout);

    /**
     * Asks the child for the stacks of all its threads.
     *
     * @return one paragraph for each thread
     * @throws IllegalStateException if the child has ended or does not answer within five seconds
     */
    String threadDump();

    /**
     * Returns when and how the child ends, without waiting for it.
     *
     * @return completed by a thread of this library; dependent actions must not block
     */
    CompletableFuture<ExitStatus> onExit();
}
