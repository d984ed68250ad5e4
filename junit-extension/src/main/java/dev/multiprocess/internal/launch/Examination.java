package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.diagnose.ThreadDump;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.report.Diagnosis;
import dev.multiprocess.internal.report.WhoWaits;
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
 * Finds out what all processes of a test do, within five seconds or so, and writes it into files of the test's directory.
 */
final class Examination {

    private final TestScope scope;

    private Examination(TestScope scope) {
        this.scope = scope;
    }

    static Diagnosis of(TestScope scope) {
        return new Examination(scope).find();
    }

    private Diagnosis find() {
        Optional<Diagnosis.OfTester> tester = scope.threads()
                .tester()
                .map(thread -> new Diagnosis.OfTester(
                        thread.getName(),
                        thread.getState(),
                        scope.threads().has(thread) ? List.of(thread.getStackTrace()) : List.of()));
        List<Wait> testJvm = Waiting.all();
        List<Child<?>> children = scope.children();
        List<Answered> answers = ask(children);
        Diagnosis found = new Diagnosis(
                scope.test().toString(),
                answers.stream().map(Answered::withFacts).toList(),
                testJvm,
                tester,
                scope.queues().states(),
                scope.locked(() -> scope.starting().waits()),
                "");
        return found.written(write(found, children));
    }

    /** What a child has told, before its facts are looked at. */
    private record Answered(Child<?> child, Optional<String> ended, Diagnosis.Answer answer) {

        Diagnosis.OfChild withFacts() {
            return new Diagnosis.OfChild(child.facts(), ended, answer);
        }
    }

    /** Side by side, since each that does not answer takes its time; the paused ones when all others were asked. */
    private List<Answered> ask(List<Child<?>> all) {
        List<CompletableFuture<Answered>> running = new ArrayList<>();
        List<Integer> paused = new ArrayList<>();
        List<ChildThreads> asked = new ArrayList<>();
        for (Child<?> child : all) {
            Optional<String> ended = scope.locked(child::howItEnded);
            ChildThreads threads = ended.isPresent() ? null : ChildThreads.ask(child);
            asked.add(threads);
            if (threads == null) {
                running.add(CompletableFuture.completedFuture(new Answered(child, ended, Diagnosis.Answer.NONE)));
            } else if (threads.isPaused()) {
                paused.add(running.size());
                running.add(null);
            } else {
                running.add(later(child, threads::answer));
            }
        }
        running.forEach(answer -> {
            if (answer != null) {
                answer.join();
            }
        });
        paused.forEach(i -> running.set(i, later(all.get(i), asked.get(i)::answerOfPaused)));
        return running.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Answered> later(Child<?> child, Supplier<Diagnosis.Answer> answer) {
        return CompletableFuture.supplyAsync(
                () -> new Answered(child, Optional.empty(), answer.get()),
                scope.run().workers());
    }

    /** Where there is no room for files, the message says what was found all the same. */
    private String write(Diagnosis found, List<Child<?>> children) {
        try {
            Path directory = scope.directory();
            for (int i = 0; i < children.size(); i++) {
                Diagnosis.OfChild each = found.children().get(i);
                if (each.isAlive()) {
                    Files.writeString(
                            children.get(i).plan.file(".threads.txt"),
                            each.answer().dump());
                }
            }
            Files.writeString(directory.resolve("test-jvm.threads.txt"), ThreadDump.ofAll());
            Files.write(directory.resolve("queues.txt"), new WhoWaits(found).lines());
            return directory.toString();
        } catch (IOException | UncheckedIOException e) {
            return "not written: " + e;
        }
    }
}
