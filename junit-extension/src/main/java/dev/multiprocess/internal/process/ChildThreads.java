package dev.multiprocess.internal.process;

import dev.multiprocess.internal.diagnose.Census;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.os.KernelThreads;
import dev.multiprocess.internal.os.Signals;
import dev.multiprocess.internal.report.Diagnosis;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one child for its threads: over its link; if it does not answer there, by a signal, which its JVM answers on its
 * output; and if its JVM does not answer at all, the kernel. Each has a time limit, so that the whole is bounded.
 */
public final class ChildThreads {

    private static final long LINK_MILLIS = 2_000;
    private static final long SIGNAL_MILLIS = 1_500;
    private static final String SERVES = "serves: its task has returned, and its threads live on";
    private static final Optional<String> SILENT = Optional.of("does not answer on its link");
    private static final Optional<String> PAUSED = Optional.of("was paused (SIGSTOP)");

    private final ChildLife child;
    private final Optional<CompletableFuture<String>> dump;
    private final Optional<CompletableFuture<String>> census;

    private ChildThreads(ChildLife child) {
        this.child = child;
        Optional<LinkServer> link = child.link();
        census = link.map(LinkServer::census);
        dump = link.map(LinkServer::threadDump);
    }

    /** Asks without waiting for the answer; a child that is paused answers when it is resumed. */
    public static ChildThreads ask(ChildLife child) {
        return new ChildThreads(child);
    }

    public boolean isPaused() {
        return child.pausing().isPaused();
    }

    /** Waits for the answer over the link, which leaves no trace in the child. */
    public Diagnosis.Answer answerOverLink() {
        if (isPaused()) {
            return new Diagnosis.Answer("", List.of(), PAUSED);
        }
        if (dump.isEmpty()) {
            return new Diagnosis.Answer("", List.of(), Optional.of("is not up yet"));
        }
        Optional<String> told = within(dump, LINK_MILLIS);
        List<Wait> waits = within(census, told.isPresent() ? LINK_MILLIS : 0)
                .map(text -> Census.decode(text).waits())
                .orElse(List.of());
        Optional<String> state = told.isEmpty() ? SILENT : Optional.of(SERVES).filter(words -> child.serves());
        return new Diagnosis.Answer(told.orElse(""), waits, state);
    }

    /** Waits for the answer, or for what else can be found out about a child that is about to be ended. */
    public Diagnosis.Answer answer() {
        Diagnosis.Answer answer = answerOverLink();
        if (!answer.state().equals(SILENT)) {
            return answer;
        }
        Optional<String> shouted = bySignal();
        if (shouted.isPresent()) {
            return new Diagnosis.Answer(shouted.get(), answer.waits(), SILENT);
        }
        String kernel = KernelThreads.describe(child.process().pid());
        return new Diagnosis.Answer(kernel, answer.waits(), Optional.of("neither answers on its link nor to SIGQUIT"));
    }

    /** Resumes a paused child, and waits for its answer. */
    public Diagnosis.Answer answerOfPaused() {
        child.pausing().resume();
        Diagnosis.Answer answer = answer();
        return new Diagnosis.Answer(answer.dump(), answer.waits(), PAUSED);
    }

    private Optional<String> bySignal() {
        CompletableFuture<String> printed = child.output().nextThreadDump();
        if (child.identity().filter(Signals.SYSTEM::askThreads).isEmpty()) {
            return Optional.empty();
        }
        return within(Optional.of(printed), SIGNAL_MILLIS);
    }

    private static Optional<String> within(Optional<CompletableFuture<String>> answer, long millis) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer.get().get(millis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
