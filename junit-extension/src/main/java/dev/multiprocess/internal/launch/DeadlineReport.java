package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds out what everybody is doing when a test misses its deadline, before anything is ended. */
final class DeadlineReport {

    private DeadlineReport() {}

    /** The failure, with the stack of the test's own code; the children's thread dumps are in files. */
    static ChildTimeoutException of(TestScope scope, Duration timeout, Optional<Thread> body) {
        // Side by side: each that does not answer takes its time.
        List<CompletableFuture<Failures.Diagnosis>> asked = scope.children().stream()
                .map(child -> CompletableFuture.supplyAsync(
                        () -> diagnose(scope, child), scope.run().workers()))
                .toList();
        List<Failures.Diagnosis> diagnoses =
                asked.stream().map(CompletableFuture::join).toList();
        List<String> alive = diagnoses.stream()
                .filter(Failures.Diagnosis::wasAlive)
                .map(diagnosis -> diagnosis.child().name())
                .toList();
        ChildTimeoutException failure = new ChildTimeoutException(
                Failures.deadline(scope, timeout, diagnoses, scope.queueStates()), alive, timeout);
        failure.setStackTrace(body.map(thread -> StitchedStack.withoutOurs(thread.getStackTrace()))
                .orElse(new StackTraceElement[0]));
        return failure;
    }

    private static Failures.Diagnosis diagnose(TestScope scope, Child<?> child) {
        Optional<String> ended = scope.locked(() -> child.knownExit().map(ExitStatus::describe));
        if (ended.isPresent()) {
            return new Failures.Diagnosis(child, false, ended.get());
        }
        String dump = child.dumpOrReason();
        try {
            Files.writeString(child.request.file(".threads.txt"), dump);
        } catch (IOException e) {
            dump += "\n(could not be written to a file: " + e.getMessage() + ")";
        }
        return new Failures.Diagnosis(child, true, Failures.mainThread(dump));
    }
}
