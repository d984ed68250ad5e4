package dev.multiprocess.internal.report;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.internal.diagnose.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the failures of tests that are ended from outside their own code, with what all their processes did. */
public final class AbortFailure {

    private AbortFailure() {}

    public static RuntimeException atDeadline(String test, Duration timeout, Supplier<Diagnosis> found) {
        return diagnosed(
                found,
                diagnosis ->
                        new ChildTimeoutException(FailureTexts.deadline(diagnosis, timeout), names(diagnosis), timeout),
                "test " + test + " was not done within its timeout of " + TimeText.of(timeout));
    }

    public static RuntimeException byDeadlock(String test, Supplier<Diagnosis> found) {
        return diagnosed(
                found,
                diagnosis -> new DeadlockException(FailureTexts.deadlock(diagnosis), new WhoWaits(diagnosis).cycle()),
                "test " + test + " cannot continue: all its processes wait");
    }

    /**
     * For a test whose threads wait for locks of each other in a circle.
     *
     * @param circle a sentence for each thread
     */
    public static RuntimeException byLocks(String test, List<String> circle, Supplier<Diagnosis> found) {
        return diagnosed(
                found,
                diagnosis -> new DeadlockException(FailureTexts.lockCircle(diagnosis, circle), circle),
                "test " + test + " cannot continue: threads wait for locks of each other: " + circle);
    }

    public static RuntimeException byJupiter(String test, Supplier<Diagnosis> found) {
        return diagnosed(
                found,
                diagnosis -> new ChildTimeoutException(
                        FailureTexts.jupiterTimeout(diagnosis), names(diagnosis), Duration.ZERO),
                "test " + test + " was ended by JUnit's @Timeout");
    }

    public static RuntimeException byBuild(String test, Supplier<Diagnosis> found) {
        return diagnosed(
                found,
                diagnosis -> new ChildTimeoutException(
                        FailureTexts.buildTimeout(diagnosis), names(diagnosis), Duration.ZERO),
                "test " + test + " was running when the build's timeout ended its JVM");
    }

    private static List<String> names(Diagnosis diagnosis) {
        return diagnosis.alive().stream().map(each -> each.child().id().name()).toList();
    }

    private static RuntimeException diagnosed(
            Supplier<Diagnosis> found, Function<Diagnosis, RuntimeException> failure, String sentence) {
        try {
            Diagnosis diagnosis = found.get();
            RuntimeException made = failure.apply(diagnosis);
            made.setStackTrace(diagnosis
                    .tester()
                    .map(tester -> StitchedStack.withoutOurs(tester.stack().toArray(StackTraceElement[]::new)))
                    .orElse(List.of())
                    .toArray(StackTraceElement[]::new));
            return made;
        } catch (RuntimeException | Error e) {
            // Whatever cannot be found out or written, the test fails and its children are ended.
            ChildTimeoutException plain = new ChildTimeoutException(sentence, List.of(), Duration.ZERO);
            plain.addSuppressed(e);
            return plain;
        }
    }
}
