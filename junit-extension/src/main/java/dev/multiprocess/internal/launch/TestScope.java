package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.report.AbortFailure;
import dev.multiprocess.internal.report.Diagnosis;
import dev.multiprocess.internal.report.Verdict;
import dev.multiprocess.internal.serial.Handle;
import dev.multiprocess.internal.serial.Serializer;
import dev.multiprocess.internal.start.StartRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The processes and queues of one test, from its first need of them to its end.
 *
 * <p>One lock guards the state of all children; whoever waits for any of them waits on one condition, which also wakes
 * at the deadline.
 */
public final class TestScope {

    private final int number;
    private final TestRun run;
    private final TestIdentity test;
    private final MultiProcessOptions options;
    private final Serializer serializer;
    private final StateLock state = new StateLock();
    private final List<Child<?>> children = new ArrayList<>();
    private final Map<String, Handle> handles = new LinkedHashMap<>();
    private final TestQueues queues;
    private final List<RuntimeException> leaks = new ArrayList<>();
    private final TestThreads threads = new TestThreads(state);
    private final TestAbort abort;
    private final Starting starting;
    private final Stopping stopping;

    private Path directory;
    private boolean over;
    private boolean gone;

    TestScope(int number, TestRun run, TestIdentity test, MultiProcessOptions options, Serializer serializer) {
        this.number = number;
        this.run = run;
        this.test = test;
        this.options = options;
        this.serializer = serializer;
        queues = new TestQueues(run.hub(), test, options, serializer);
        starting = new Starting(this, options);
        stopping = new Stopping(this, options.stopGrace());
        abort = new TestAbort(this, options.timeout());
        if (run.isDebugged()) {
            abort.suspend();
        } else {
            abort.watch();
        }
    }

    int number() {
        return number;
    }

    TestIdentity test() {
        return test;
    }

    TestRun run() {
        return run;
    }

    Serializer serializer() {
        return serializer;
    }

    /**
     * Gives the test what it starts children with.
     *
     * @return of this scope
     */
    public Processes processes() {
        return starter(ProcessOptions.defaults());
    }

    Starter starter(ProcessOptions process) {
        Starter starter = new Starter(run.nextNumber(), this, process);
        change(() -> handles.put(starter.handleId(), starter));
        return starter;
    }

    /**
     * Makes a queue that ends with the test.
     *
     * @param name for messages
     * @param capacity the most elements in it
     * @return open
     * @throws IllegalStateException if the test has ended
     * @throws ChildTimeoutException if its deadline has passed
     */
    public ProcessQueue<Object> queue(String name, int capacity) {
        // Under the lock, so that the end of the test finds it, or it is refused.
        return locked(() -> {
            if (over) {
                throw new IllegalStateException("queue '" + name + "' cannot be made: test " + test + " has ended");
            }
            abort.requireInTime();
            return queues.make(name, capacity);
        });
    }

    // ---- starting

    String nextName() {
        return starting.nextName();
    }

    <R> Group<R> group(String name, List<Child<R>> members) {
        Group<R> group = new Group<>(run.nextNumber(), name, this, members);
        change(() -> handles.put(group.handleId(), group));
        return group;
    }

    /**
     * Starts declared roles, all of them side by side.
     *
     * @param roles what to start
     * @return a group for each, in their order
     */
    public List<ProcessGroup<Object>> startRoles(List<DeclaredRole> roles) {
        List<StartRequest<Object>> requests = new ArrayList<>();
        for (DeclaredRole role : roles) {
            StartRequest.requireSize(role.name(), role.count());
            for (int i = 1; i <= role.count(); i++) {
                String name = role.count() == 1 ? role.name() : role.name() + "-" + i;
                requests.add(new StartRequest<>(name, role.task(), role.options()));
            }
        }
        List<Child<Object>> started = start(requests);
        List<ProcessGroup<Object>> all = new ArrayList<>();
        int next = 0;
        for (DeclaredRole role : roles) {
            all.add(group(role.name(), started.subList(next, next + role.count())));
            next += role.count();
        }
        return all;
    }

    <R> List<Child<R>> start(List<StartRequest<R>> requests) {
        return starting.start(requests);
    }

    Starting starting() {
        return starting;
    }

    Stopping stopping() {
        return stopping;
    }

    TestThreads threads() {
        return threads;
    }

    TestAbort abort() {
        return abort;
    }

    TestQueues queues() {
        return queues;
    }

    void add(Child<?> child) {
        change(() -> {
            if (!children.contains(child)) {
                children.add(child);
            }
        });
    }

    boolean isOver() {
        return locked(() -> over);
    }

    /** Fails if no child may be started any more. */
    void requireOpen(String name) {
        if (over) {
            throw new IllegalStateException("child '" + name + "' cannot be started: test " + test + " has ended");
        }
        abort.requireInTime();
    }

    /** The directory of this test's files, made anew when the first child needs it. */
    Path directory() {
        return locked(() -> {
            if (directory == null) {
                try {
                    directory = run.directories().make(test.directory(run.outputDirectory()), run.outputDirectory());
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "the output directory of test " + test
                                    + " cannot be made below multiprocess.outputDirectory=" + options.outputDirectory()
                                    + ": " + e,
                            e);
                }
            }
            return directory;
        });
    }

    List<Child<?>> children() {
        return locked(() -> List.copyOf(children));
    }

    /** A group, or what starts children. */
    Optional<Handle> handle(String handleId) {
        return locked(() -> Optional.ofNullable(handles.get(handleId)));
    }

    // ---- waiting

    <T> T locked(Supplier<T> action) {
        return state.locked(action);
    }

    void change(Runnable action) {
        state.change(action);
    }

    /** Waits for something about children, for the test: its deadline and interrupts end the wait with an exception. */
    boolean await(String what, Collection<? extends Child<?>> whom, BooleanSupplier done, long nanos) {
        Waiting waiting = Waiting.forChildren(
                what,
                whom.stream().map(child -> child.number).toList(),
                nanos != Long.MAX_VALUE,
                () -> locked(() -> !done.getAsBoolean()));
        try {
            return awaitNow(what, done, nanos);
        } finally {
            waiting.end();
        }
    }

    /**
     * Waits for something that may come without a word, for the test: looks whenever something about its children has
     * changed, and now and then.
     *
     * @param look without the lock; empty if it is not there
     */
    <T> Optional<T> awaitLooking(String what, Supplier<Optional<T>> look, long againNanos) {
        Waiting waiting = Waiting.forChildren(what, List.of(), true, () -> false);
        try {
            Optional<T> found = Optional.empty();
            while (found.isEmpty()) {
                awaitNow(what, new Turn(), againNanos);
                found = look.get();
            }
            return found;
        } finally {
            waiting.end();
        }
    }

    /** False when it is asked first, before the wait, and true after it. */
    private static final class Turn implements BooleanSupplier {

        private boolean asked;

        @Override
        public boolean getAsBoolean() {
            boolean before = asked;
            asked = true;
            return before;
        }
    }

    private boolean awaitNow(String what, BooleanSupplier done, long nanos) {
        try {
            return state.await(done, nanos, abort::requireInTime);
        } catch (InterruptedException e) {
            change(abort::requireInTime);
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for " + what, e);
        }
    }

    /** Waits for processes to be gone; nothing ends the wait but that and the limit. */
    boolean awaitQuietly(BooleanSupplier done, Duration limit) {
        return state.awaitQuietly(done, limit);
    }

    /** Called when there may be a failure that was not there: as long as the test has not seen it, it ends waits on queues. */
    void lookForFailure() {
        if (unseenFailure().isPresent()) {
            queues.failWaits(this::unseenFailure);
        }
    }

    /** The failure of a child as it is now; the test may have seen the one that was there before. */
    private Optional<RuntimeException> unseenFailure() {
        return locked(() -> unseenFailures().findFirst().map(Verdict.Failed::failure));
    }

    private Stream<Verdict.Failed> unseenFailures() {
        return children.stream()
                .filter(child -> child.hasEnded() && !child.isSeen())
                .flatMap(child -> child.failure().stream()
                        .map(failure -> new Verdict.Failed(child.life().endedNanos(), failure)));
    }

    // ---- what others end

    /** Finds out what all processes of the test do. */
    Diagnosis examine() {
        return Examination.of(this);
    }

    /**
     * Finds out what everybody does, for a test that JUnit is about to interrupt.
     *
     * @return to be told beside JUnit's own failure
     */
    public RuntimeException interruptedByJupiter() {
        return AbortFailure.byJupiter(test.toString(), this::examine);
    }

    /** Finds out what everybody does, for a build that is about to kill this JVM; the text goes into a file too. */
    String diagnosisForBuild() {
        String text = AbortFailure.byBuild(test.toString(), this::examine).getMessage();
        try {
            Files.writeString(directory().resolve("build-timeout.txt"), text + "\n");
        } catch (IOException e) {
            text += "\n(could not be written to a file: " + e.getMessage() + ")";
        }
        return text;
    }

    // ---- the end

    /** Says that code of the test begins, on this thread: the deadline interrupts it, or lets it not begin. */
    public void bodyBegins() {
        change(() -> {
            abort.requireInTime();
            threads.enter();
        });
    }

    /**
     * Says that the test's own code has ended, joins the children, and ends all that is left.
     *
     * @param thrown what the test's own code threw, or {@code null}
     * @return what the test fails with; {@code null} if it passes
     */
    public Throwable finish(Throwable thrown) {
        bodyEnds();
        Throwable failure = thrown;
        if (failure == null) {
            try {
                joinAll();
            } catch (ProcessInterruptedException e) {
                failure = e;
            }
        }
        change(() -> children.forEach(Child::testEnds));
        end();
        Throwable thrownOrInterrupted = failure;
        return locked(() ->
                Verdict.of(abort.untold(), thrownOrInterrupted, unseenFailures().toList(), leaks));
    }

    /**
     * Replaces what a part of the test threw by what ended the test from outside, if anything did; then the end of the
     * test does not tell that again.
     *
     * @param thrown by a dynamic test
     * @return to be thrown
     */
    public Throwable insteadOf(Throwable thrown) {
        return abort.insteadOf(thrown);
    }

    /** Says that code of the test has ended, for now or for good. */
    public void bodyEnds() {
        change(() -> {
            threads.leave();
            if (abort.hasBegun()) {
                // The interruption was for the test's own code, which has ended.
                Thread.interrupted();
            }
        });
    }

    /**
     * Waits until all children have ended, or one has failed.
     *
     * @return whether all have ended well
     */
    public boolean joinAll() {
        List<Child<?>> all =
                children().stream().filter(child -> !child.isDaemon()).toList();
        threads.joinHere();
        try {
            await("all children to end", all, this::isJoined, Long.MAX_VALUE);
            return unseenFailure().isEmpty();
        } catch (ChildTimeoutException | DeadlockException e) {
            return false;
        }
    }

    private boolean isJoined() {
        return unseenFailure().isPresent()
                || children.stream()
                        .filter(child -> !child.isDaemon() && !child.isToRun())
                        .allMatch(Child::hasEnded);
    }

    /**
     * Ends what is left: children first, then what they have started, then the queues. Repeated calls do nothing; two at
     * once, as when JUnit gives up a test that runs in a thread of its own, both return when all is gone.
     */
    public void end() {
        if (locked(() -> gone)) {
            return;
        }
        change(() -> over = true);
        abort.awaitDone(options.stopGrace().plus(Stopping.DEATH_LIMIT));
        stopping.stop(children());
        abort.stopWatching();
        List<RuntimeException> found = new LeakCheck(options.stopGrace()).run(children());
        change(() -> leaks.addAll(found));
        queues.end();
        run.forget(this);
        change(() -> gone = true);
    }
}
