package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.serial.Handle;
import dev.multiprocess.internal.serial.Serializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The processes and queues of one test, from its first need of them to its end.
 *
 * <p>One lock guards the state of all children; whoever waits for any of them waits on one condition, which also wakes
 * at the deadline.
 */
public final class TestScope {

    /** How long a killed process may take to be gone. */
    static final Duration DEATH_LIMIT = Duration.ofSeconds(10);

    /** How long children that are about to be killed may take to write their coverage; one that hangs whole never does. */
    private static final Duration SAVE_LIMIT = Duration.ofMillis(500);

    private final int number;
    private final TestRun run;
    private final TestIdentity test;
    private final MultiProcessOptions options;
    private final Serializer serializer;
    private final StateLock state = new StateLock();
    private final List<Child<?>> children = new ArrayList<>();
    private final Map<String, Handle> handles = new LinkedHashMap<>();
    private final List<ProcessQueue<?>> queues = new ArrayList<>();
    private final List<RuntimeException> leaks = new ArrayList<>();
    private final ScheduledFuture<?> deadline;
    private final Starting starting;

    private Path directory;
    private boolean over;
    private boolean gone;
    private Thread body;
    private ChildTimeoutException timedOut;

    TestScope(int number, TestRun run, TestIdentity test, MultiProcessOptions options, Serializer serializer) {
        this.number = number;
        this.run = run;
        this.test = test;
        this.options = options;
        this.serializer = serializer;
        starting = new Starting(this, options);
        deadline = run.isDebugged() ? null : run.later(options.timeout(), this::deadlinePassed);
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
     */
    public ProcessQueue<Object> queue(String name, int capacity) {
        ProcessQueue<Object> queue = run.hub()
                .create(name, capacity, options.queueBytes(), Math.toIntExact(options.frameLimit()), serializer);
        change(() -> queues.add(queue));
        return queue;
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

    void add(Child<?> child) {
        change(() -> children.add(child));
    }

    boolean isOver() {
        return locked(() -> over);
    }

    /** Fails if no child may be started any more. */
    void requireOpen(String name) {
        if (over) {
            throw new IllegalStateException("child '" + name + "' cannot be started: test " + test + " has ended");
        }
        requireInTime();
    }

    /** The directory of this test's files, made anew when the first child needs it. */
    Path directory() {
        return locked(() -> {
            if (directory == null) {
                try {
                    directory = run.freshDirectory(test, options.outputDirectory());
                } catch (IOException e) {
                    throw new UncheckedIOException("the output directory of test " + test + " cannot be made", e);
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
    boolean await(String what, BooleanSupplier done, long nanos) {
        try {
            return state.await(done, nanos, this::requireInTime);
        } catch (InterruptedException e) {
            change(this::requireInTime);
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for " + what, e);
        }
    }

    private void requireInTime() {
        if (timedOut != null) {
            throw timedOut;
        }
    }

    /** Waits for processes to be gone; nothing ends the wait but that and the limit. */
    boolean awaitQuietly(BooleanSupplier done, Duration limit) {
        return state.awaitQuietly(done, limit);
    }

    /** Called when a child has ended: a failure that nobody expects ends the test's waits on queues. */
    void childEnded() {
        unseenFailure().ifPresent(child -> {
            for (ProcessQueue<?> queue : locked(() -> List.copyOf(queues))) {
                run.hub().failWaits(queue, () -> child.failure().orElseThrow());
            }
        });
    }

    private Optional<Child<?>> unseenFailure() {
        return locked(() -> children.stream()
                .filter(child ->
                        child.hasEnded() && !child.isSeen() && child.failure().isPresent())
                .findFirst());
    }

    // ---- the deadline

    private void deadlinePassed() {
        if (locked(() -> over)) {
            return;
        }
        ChildTimeoutException failure =
                DeadlineReport.of(this, options.timeout(), locked(() -> Optional.ofNullable(body)));
        List<ProcessQueue<?>> all = locked(() -> List.copyOf(queues));
        change(() -> {
            if (!over) {
                timedOut = failure;
                if (body != null) {
                    body.interrupt();
                }
            }
        });
        all.forEach(queue -> run.hub().failUse(queue, failure));
        change(() -> children.forEach(child -> child.outcome().testEnds()));
        killSaved(children());
    }

    /** The state of each queue, on a line each. */
    List<String> queueStates() {
        return locked(() -> List.copyOf(queues)).stream()
                .map(queue -> "'" + queue.name() + "': " + run.hub().describe(queue))
                .toList();
    }

    // ---- the end

    /** Says that code of the test begins, on this thread: the deadline interrupts it, or lets it not begin. */
    public void bodyBegins() {
        change(() -> {
            requireInTime();
            body = Thread.currentThread();
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
        change(() -> children.forEach(child -> child.outcome().testEnds()));
        end();
        Throwable thrownOrInterrupted = failure;
        return locked(() -> Verdict.of(Optional.ofNullable(timedOut), thrownOrInterrupted, children, leaks));
    }

    /** Says that code of the test has ended, for now or for good. */
    public void bodyEnds() {
        change(() -> {
            body = null;
            if (timedOut != null) {
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
        try {
            await("the children of test " + test, this::isJoined, Long.MAX_VALUE);
            return unseenFailure().isEmpty();
        } catch (ChildTimeoutException e) {
            return false;
        }
    }

    private boolean isJoined() {
        return unseenFailure().isPresent()
                || children.stream()
                        .filter(child -> !child.isDaemon() && !child.outcome().isExpectedToRun())
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
        stop(children());
        if (deadline != null) {
            deadline.cancel(false);
        }
        List<RuntimeException> found = new LeakCheck(options.stopGrace()).run(children());
        change(() -> leaks.addAll(found));
        locked(() -> List.copyOf(queues)).forEach(this::end);
        run.forget(this);
        change(() -> gone = true);
    }

    private void end(ProcessQueue<?> queue) {
        if (run.hub().isUnread(queue)) {
            // Nothing is wrong with it, but nobody else would tell that something was left, and where.
            System.out.println("queue '" + queue.name() + "' of test " + test + " ends with elements unread: "
                    + run.hub().describe(queue));
        }
        run.hub().end(queue);
    }

    /** Asks children to end, waits for the stop grace, and kills those that are still there. */
    void stop(List<? extends Child<?>> all) {
        List<? extends Child<?>> alive =
                locked(() -> all.stream().filter(child -> !child.hasEnded()).toList());
        if (alive.isEmpty()) {
            return;
        }
        alive.forEach(child -> child.life().askToStop());
        if (!awaitQuietly(() -> alive.stream().allMatch(Child::hasEnded), options.stopGrace())) {
            killSaved(alive);
            awaitQuietly(() -> alive.stream().allMatch(Child::hasEnded), DEATH_LIMIT);
        }
    }

    /** Kills children that the test did not ask to be killed: what they have covered still counts. */
    private static void killSaved(List<? extends Child<?>> all) {
        awaitSaved(all);
        all.forEach(Child::killNow);
    }

    static void awaitSaved(List<? extends Child<?>> all) {
        CompletableFuture.allOf(all.stream().map(Child::save).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, SAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
