package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.diagnose.ThreadDump;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.queue.QueueState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What everybody does when a test is about to fail for taking too long, found out before anything is ended: threads of
 * all JVMs, queues, and who waits for whom. The whole of it goes into files of the test's directory.
 *
 * @param children in the order in which they were started
 * @param testJvm what threads of the test JVM wait for
 * @param tester the test's own thread, if it is in the test's code or waits for its children
 * @param queues of the test
 * @param unwritten why it is not in files; empty if it is
 */
record Diagnosis(
        List<OfChild> children,
        List<Wait> testJvm,
        Optional<OfTester> tester,
        List<QueueState> queues,
        Optional<String> unwritten) {

    /**
     * What one child did.
     *
     * @param child the child
     * @param ended how it had ended; empty if it was alive
     * @param answer what it told; of no meaning if it had ended
     */
    record OfChild(Child<?> child, Optional<String> ended, ChildThreads.Answer answer) {

        boolean isAlive() {
            return ended.isEmpty();
        }
    }

    /**
     * What the test's own thread did.
     *
     * @param name the thread's
     * @param state the thread's
     * @param stack the thread's; empty if it is not in the test's own code
     */
    record OfTester(String name, Thread.State state, StackTraceElement[] stack) {}

    /** Finds everything out, within five seconds or so, and writes it down. */
    static Diagnosis of(TestScope scope) {
        Optional<OfTester> tester = scope.body()
                .tester()
                .map(thread -> new OfTester(
                        thread.getName(),
                        thread.getState(),
                        scope.body().has(thread) ? thread.getStackTrace() : new StackTraceElement[0]));
        List<Wait> testJvm = Waiting.all();
        return new Diagnosis(ask(scope), testJvm, tester, scope.queues().states(), Optional.empty()).written(scope);
    }

    /** Side by side, since each that does not answer takes its time; the paused ones when all others were asked. */
    private static List<OfChild> ask(TestScope scope) {
        List<Child<?>> all = scope.children();
        List<CompletableFuture<OfChild>> running = new ArrayList<>();
        List<Integer> paused = new ArrayList<>();
        List<ChildThreads> asked = new ArrayList<>();
        for (Child<?> child : all) {
            Optional<String> ended = scope.locked(child::howItEnded);
            ChildThreads threads = ended.isPresent() ? null : ChildThreads.ask(child);
            asked.add(threads);
            if (threads == null) {
                running.add(CompletableFuture.completedFuture(
                        new OfChild(child, ended, new ChildThreads.Answer("", List.of(), Optional.empty()))));
            } else if (threads.isPaused()) {
                paused.add(running.size());
                running.add(null);
            } else {
                running.add(later(scope, child, threads::answer));
            }
        }
        running.forEach(answer -> {
            if (answer != null) {
                answer.join();
            }
        });
        paused.forEach(i -> running.set(i, later(scope, all.get(i), asked.get(i)::answerOfPaused)));
        return running.stream().map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<OfChild> later(
            TestScope scope, Child<?> child, Supplier<ChildThreads.Answer> answer) {
        return CompletableFuture.supplyAsync(
                () -> new OfChild(child, Optional.empty(), answer.get()),
                scope.run().workers());
    }

    List<OfChild> alive() {
        return children.stream().filter(OfChild::isAlive).toList();
    }

    /** Where there is no room for files, the message says what was found all the same. */
    private Diagnosis written(TestScope scope) {
        try {
            Path directory = scope.directory();
            for (OfChild each : alive()) {
                Files.writeString(
                        each.child().plan.file(".threads.txt"), each.answer().dump());
            }
            Files.writeString(directory.resolve("test-jvm.threads.txt"), ThreadDump.ofAll());
            Files.write(directory.resolve("queues.txt"), new WhoWaits(this).lines());
            return this;
        } catch (IOException | UncheckedIOException e) {
            return new Diagnosis(children, testJvm, tester, queues, Optional.of(e.toString()));
        }
    }
}
