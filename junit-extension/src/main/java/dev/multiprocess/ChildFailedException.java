package dev.multiprocess;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A child JVM ended in another way than by the return of its task, or without what the test has waited for.
 *
 * <p>If its task threw, that exception is the cause, as the type it had in the child where it could be rebuilt. A test that
 * does not catch it fails with that cause itself, and this exception is suppressed in it; unless the cause is an error of
 * the child's JVM, such as {@code OutOfMemoryError}, which JUnit would take for an error of the test JVM.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ChildFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The child's name. */
    private final String childName;

    /** The child's process id. */
    private final long pid;

    /** How it ended; not kept when this exception is itself serialized. */
    private final transient ExitStatus exit;

    /** Its last lines; not kept when this exception is itself serialized. */
    private final transient List<String> lastOutput;

    /**
     * Reports a child's end.
     *
     * @param message one sentence, then facts
     * @param childName the child's name
     * @param pid its process id
     * @param exit how it ended
     * @param lastOutput the last lines it wrote
     * @param cause what its task threw, or {@code null}
     */
    public ChildFailedException(
            String message, String childName, long pid, ExitStatus exit, List<String> lastOutput, Throwable cause) {
        super(message, cause);
        this.childName = childName;
        this.pid = pid;
        this.exit = exit;
        this.lastOutput = List.copyOf(lastOutput);
    }

    /**
     * Returns which child it was.
     *
     * @return its name
     */
    public String childName() {
        return childName;
    }

    /**
     * Returns which process it was.
     *
     * @return its process id
     */
    public long pid() {
        return pid;
    }

    /**
     * Returns how it ended.
     *
     * @return what {@link ChildProcess#awaitExit()} returns; {@code null} if this exception itself came from another JVM
     */
    public ExitStatus exit() {
        return exit;
    }

    /**
     * Returns what it wrote last.
     *
     * @return at most 20 lines; {@code null} if this exception itself came from another JVM
     */
    public List<String> lastOutput() {
        return lastOutput;
    }
}
