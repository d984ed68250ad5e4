package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Makes the failures of tests that are ended from outside their own code, with what everybody did. */
final class LateFailure {

    private LateFailure() {}

    static RuntimeException atDeadline(TestScope scope, Duration timeout) {
        return diagnosed(
                scope,
                diagnosis -> new ChildTimeoutException(
                        Failures.deadline(scope, timeout, diagnosis), names(diagnosis), timeout),
                "test " + scope.test() + " was not done within its timeout of " + Failures.text(timeout));
    }

    static RuntimeException byDeadlock(TestScope scope) {
        return diagnosed(
                scope,
                diagnosis ->
                        new DeadlockException(Failures.deadlock(scope, diagnosis), new WhoWaits(diagnosis).cycle()),
                "test " + scope.test() + " cannot go on: all its processes wait");
    }

    static RuntimeException byJupiter(TestScope scope) {
        return diagnosed(
                scope,
                diagnosis -> new ChildTimeoutException(
                        Failures.jupiterTimeout(scope, diagnosis), names(diagnosis), Duration.ZERO),
                "test " + scope.test() + " was ended by JUnit's @Timeout");
    }

    static RuntimeException byBuild(TestScope scope) {
        return diagnosed(
                scope,
                diagnosis -> new ChildTimeoutException(
                        Failures.buildTimeout(scope, diagnosis), names(diagnosis), Duration.ZERO),
                "test " + scope.test() + " was running when the build's timeout ended its JVM");
    }

    private static List<String> names(Diagnosis diagnosis) {
        return diagnosis.alive().stream().map(each -> each.child().name()).toList();
    }

    private static RuntimeException diagnosed(
            TestScope scope, Function<Diagnosis, RuntimeException> failure, String sentence) {
        try {
            Diagnosis diagnosis = Diagnosis.of(scope);
            RuntimeException made = failure.apply(diagnosis);
            made.setStackTrace(diagnosis
                    .tester()
                    .map(tester -> StitchedStack.withoutOurs(tester.stack()))
                    .orElse(new StackTraceElement[0]));
            return made;
        } catch (RuntimeException | Error e) {
            // Whatever cannot be found out or written down, the test fails and its children are ended.
            ChildTimeoutException plain = new ChildTimeoutException(sentence, List.of(), Duration.ZERO);
            plain.addSuppressed(e);
            return plain;
        }
    }
}
