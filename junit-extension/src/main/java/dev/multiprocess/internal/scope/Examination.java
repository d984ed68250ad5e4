package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.diagnose.ThreadDump;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.inventory.TestChildren;
import dev.multiprocess.internal.inventory.TestIdentity;
import dev.multiprocess.internal.inventory.TestQueues;
import dev.multiprocess.internal.inventory.TestSyncs;
import dev.multiprocess.internal.inventory.TestThreads;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildThreads;
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

/** Finds out what all processes of a test do, within about five seconds. */
final class Examination {

    private final TestIdentity test;
    private final TestThreads threads;
    private final TestChildren children;
    private final TestQueues queues;
    private final TestSyncs syncs;
    private final Supplier<List<String>> notStarted;
    private final Supplier<Path> directory;

    /**
     * Of one test.
     *
     * @param notStarted what cannot be started for lack of permits, a line each
     * @param directory of the test's files
     */
    Examination(
            TestIdentity test,
            TestThreads threads,
            TestChildren children,
            TestQueues queues,
            TestSyncs syncs,
            Supplier<List<String>> notStarted,
            Supplier<Path> directory) {
        this.test = test;
        this.threads = threads;
        this.children = children;
        this.queues = queues;
        this.syncs = syncs;
        this.notStarted = notStarted;
        this.directory = directory;
    }

    /** Finds it out for a test that fails, by all means, and writes it to files in the test's directory. */
    Diagnosis find() {
        List<Child<?>> all = children.usable();
        Diagnosis found = diagnosis(() -> ask(all));
        return found.written(write(found, all));
    }

    /** Finds out what can be known without a trace, for a test that continues. */
    Diagnosis glance() {
        List<Child<?>> all = children.usable();
        return diagnosis(() -> askOverLink(all));
    }

    private Diagnosis diagnosis(Supplier<List<Answered>> ask) {
        Optional<Diagnosis.OfTester> tester = threads.tester()
                .map(thread -> new Diagnosis.OfTester(
                        thread.getName(),
                        thread.getState(),
                        threads.has(thread) ? List.of(thread.getStackTrace()) : List.of()));
        List<Wait> testJvm = Waiting.all();
        List<Answered> answers = ask.get();
        return new Diagnosis(
                test.toString(),
                answers.stream().map(Answered::withFacts).toList(),
                testJvm,
                tester,
                queues.states(),
                syncs.states(),
                notStarted.get(),
                "");
    }

    /** What a child has answered, before its facts are read. */
    private record Answered(Child<?> child, Optional<String> ended, Diagnosis.Answer answer) {

        Diagnosis.OfChild withFacts() {
            return new Diagnosis.OfChild(child.facts(), ended, answer);
        }
    }

    /** In parallel, since each that does not answer takes time; the paused ones after all others were asked. */
    private List<Answered> ask(List<Child<?>> all) {
        List<CompletableFuture<Answered>> running = new ArrayList<>();
        List<Integer> paused = new ArrayList<>();
        List<ChildThreads> asked = new ArrayList<>();
        for (Child<?> child : all) {
            Optional<String> ended = child.howItEnded();
            ChildThreads question = ended.isPresent() ? null : ChildThreads.ask(child.life());
            asked.add(question);
            if (question == null) {
                running.add(CompletableFuture.completedFuture(new Answered(child, ended, Diagnosis.Answer.NONE)));
            } else if (question.isPaused()) {
                paused.add(running.size());
                running.add(null);
            } else {
                running.add(later(child, question::answer));
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

    private List<Answered> askOverLink(List<Child<?>> all) {
        List<CompletableFuture<Answered>> answers = new ArrayList<>();
        for (Child<?> child : all) {
            Optional<String> ended = child.howItEnded();
            answers.add(
                    ended.isPresent()
                            ? CompletableFuture.completedFuture(new Answered(child, ended, Diagnosis.Answer.NONE))
                            : later(child, ChildThreads.ask(child.life())::answerOverLink));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Answered> later(Child<?> child, Supplier<Diagnosis.Answer> answer) {
        return CompletableFuture.supplyAsync(
                () -> new Answered(child, Optional.empty(), answer.get()), children.workers());
    }

    /** Where there is no room for files, the message still says what was found. */
    private String write(Diagnosis found, List<Child<?>> all) {
        try {
            Path files = directory.get();
            for (int i = 0; i < all.size(); i++) {
                Diagnosis.OfChild each = found.children().get(i);
                if (each.isAlive()) {
                    Files.writeString(
                            all.get(i).plan().file(".threads.txt"),
                            each.answer().dump());
                }
            }
            Files.writeString(files.resolve("test-jvm.threads.txt"), ThreadDump.ofAll());
            Files.write(files.resolve("queues.txt"), new WhoWaits(found).lines());
            return files.toString();
        } catch (IOException | UncheckedIOException e) {
            return "not written: " + e;
        }
    }
}
