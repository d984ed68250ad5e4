package dev.multiprocess.internal.report;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ProcessInterruptedException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a test fails with: its missed deadline or deadlock, else what its own code threw, else the first failure of a
 * child, else what children have left running; all others are suppressed exceptions of that one.
 */
public final class Verdict {

    private Verdict() {}

    /**
     * A child whose end is a failure that the test has not seen.
     *
     * @param endedNanos when it ended, by the clock of {@link System#nanoTime()}
     * @param failure what its end is
     */
    public record Failed(long endedNanos, RuntimeException failure) {}

    /**
     * The failure of the test; {@code null} if it passes.
     *
     * @param late what ended the test from outside, and was not reported yet
     * @param thrown by the test's own code, or {@code null}
     * @param failed in the order in which the children were started
     * @param leaks what children have left running
     */
    public static Throwable of(
            Optional<RuntimeException> late, Throwable thrown, List<Failed> failed, List<RuntimeException> leaks) {
        Throwable failure = thrown;
        if (late.isPresent()) {
            failure = late.get();
            if (thrown != null && thrown != failure && !isInterruption(thrown)) {
                failure.addSuppressed(thrown);
            }
        }
        for (RuntimeException next : inOrder(failed)) {
            failure = add(failure, next);
        }
        for (RuntimeException leak : leaks) {
            failure = add(failure, leak);
        }
        return failure == null ? null : unwrapped(failure);
    }

    /** At the deadline the test's own code is interrupted; that it noticed adds no information. */
    private static boolean isInterruption(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ProcessInterruptedException;
    }

    /**
     * In the order in which they came, since later ones may follow from the first; assumptions last, since any failure
     * weighs more.
     */
    private static List<RuntimeException> inOrder(List<Failed> failed) {
        return failed.stream()
                .sorted(Comparator.comparing(Failed::endedNanos))
                .map(Failed::failure)
                .sorted(Comparator.comparing(Verdict::isAssumption))
                .toList();
    }

    private static boolean isAssumption(RuntimeException failure) {
        Class<?> type = failure.getCause() == null ? null : failure.getCause().getClass();
        // By its name: the code that runs processes need not know JUnit.
        while (type != null && !type.getName().equals("org.opentest4j.TestAbortedException")) {
            type = type.getSuperclass();
        }
        return type != null;
    }

    private static Throwable add(Throwable failure, RuntimeException next) {
        if (failure == null) {
            return next;
        }
        if (!isSame(failure, next)) {
            failure.addSuppressed(next);
        }
        return failure;
    }

    /** Whether the test has failed with it already, because it waited for the child or on a queue. */
    private static boolean isSame(Throwable failure, RuntimeException next) {
        return failure.getClass() == next.getClass() && next.getMessage().equals(failure.getMessage());
    }

    /**
     * Shows the child's own exception first, for the sake of tools; what is known of the child accompanies it. An error
     * of the child's JVM is left wrapped: JUnit would take it for one of the test JVM, and end the whole run.
     */
    private static Throwable unwrapped(Throwable failure) {
        if (!(failure instanceof ChildFailedException facts)
                || failure.getCause() == null
                || failure.getCause() instanceof VirtualMachineError) {
            return failure;
        }
        Throwable cause = failure.getCause();
        ChildFailedException withoutCause = new ChildFailedException(
                facts.getMessage(), facts.childName(), facts.pid(), facts.exit(), facts.lastOutput(), null);
        withoutCause.setStackTrace(new StackTraceElement[0]);
        cause.addSuppressed(withoutCause);
        for (Throwable suppressed : failure.getSuppressed()) {
            cause.addSuppressed(suppressed);
        }
        return cause;
    }
}
