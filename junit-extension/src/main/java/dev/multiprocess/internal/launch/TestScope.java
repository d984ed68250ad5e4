package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.Processes;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.serial.Handle;
import dev.multiprocess.internal.serial.Serializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
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

    private final int number;
    private final TestRun run;
    private final TestIdentity test;
    private final MultiProcessOptions options;
    private final Serializer serializer;
    private final StateLock state = new StateLock();
    private final List<Child<?>> children = new ArrayList<>();
    private final Set<String> takenNames = new HashSet<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, Handle> handles = new LinkedHashMap<>();
    private final List<ProcessQueue<?>> queues = new ArrayList<>();
    private final List<RuntimeException> leaks = new ArrayList<>();
    private final ScheduledFuture<?> deadline;

    private Path directory;
    private int lastName;
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
        return locked(() -> {
            String name;
            do {
                lastName++;
                name = "child-" + lastName;
            } while (starts.containsKey(name));
            return name;
        });
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

    /**
     * Starts children. All are serialized before the first is started, so that nothing is half done if one cannot cross;
     * and all count as writers from then on, so that the first to finish does not end the stream for the others.
     */
    <R> List<Child<R>> start(List<StartRequest<R>> requests) {
        List<String> names = requests.stream().map(StartRequest::name).toList();
        requireStartable(names);
        List<Integer> numbers = new ArrayList<>();
        List<Job> jobs = new ArrayList<>();
        List<MultiProcessOptions> effective = new ArrayList<>();
        try {
            for (StartRequest<R> request : requests) {
                effective.add(options.withStartMethod(request.options().startMethod(), "ProcessOptions.startMethod"));
                numbers.add(run.nextNumber());
                jobs.add(job(numbers.get(numbers.size() - 1), request.name(), request.task()));
            }
        } catch (RuntimeException e) {
            // Nobody of them will write to what had been handed to them.
            numbers.forEach(number -> run.hub().ended(number, true));
            change(() -> names.forEach(this::giveBack));
            throw e;
        }
        List<Child<R>> started = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            started.add(start(numbers.get(i), jobs.get(i), effective.get(i), requests.get(i)));
        }
        return started;
    }

    /** Takes the names, at once so that of two threads only one gets a name. */
    private void requireStartable(List<String> names) {
        names.forEach(this::awaitEndOfTheDead);
        change(() -> {
            for (String name : names) {
                requireOpen(name);
                requireInTime();
                if (takenNames.contains(name)) {
                    throw new MultiProcessConfigurationException(
                            "the name of a child must be unique among those of its test that are alive: name='" + name
                                    + "'");
                }
            }
            takenNames.addAll(names);
            names.forEach(name -> starts.merge(name, 1, Integer::sum));
        });
    }

    /** Whoever has seen a process end may use its name again, though what it had said is still being read. */
    private void awaitEndOfTheDead(String name) {
        children().stream()
                .filter(child -> child.name().equals(name) && !child.isAlive())
                .forEach(child -> await(child + " to be over", child::hasEnded, Long.MAX_VALUE));
    }

    private void requireOpen(String name) {
        if (over) {
            throw new IllegalStateException("child '" + name + "' cannot be started: test " + test + " has ended");
        }
    }

    private Job job(int child, String name, ProcessTask<?> task) {
        List<Handle> captured = new ArrayList<>();
        byte[] bytes = serializer.write(task, "task of child '" + name + "'", captured::add);
        List<String> ids = captured.stream().map(Handle::handleId).distinct().toList();
        ids.forEach(id -> run.hub().handedOver(id, child, name));
        return new Job(name, serializer.customizerNames(), Math.toIntExact(options.frameLimit()), ids, bytes);
    }

    private <R> Child<R> start(int childNumber, Job job, MultiProcessOptions effective, StartRequest<R> origin) {
        try {
            LaunchRequest request = new LaunchRequest(
                    childNumber,
                    job.childName(),
                    locked(() -> starts.get(job.childName())),
                    effective,
                    origin.options(),
                    directory(),
                    run.privateDirectory(),
                    run.cookie().environment(childNumber),
                    test);
            ChildOutput output = new ChildOutput(request.label(), request.file(".txt"));
            Child<R> child = run.launch(
                    request.child(), () -> new Child<>(this, request, origin, process(request, output), output, job));
            change(() -> children.add(child));
            child.life().watch();
            if (locked(() -> over)) {
                // The test ended while the process was made, so that its end did not find the child.
                child.kill();
                requireOpen(child.name());
            }
            return child;
        } catch (IOException e) {
            notStarted(childNumber, job.childName());
            throw new UncheckedIOException(
                    "child '" + job.childName() + "' could not be started: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            notStarted(childNumber, job.childName());
            throw e;
        }
    }

    private static Process process(LaunchRequest request, ChildOutput output) throws IOException {
        try {
            return ChildLauncher.of(request.options().startMethod()).launch(request);
        } catch (IOException | RuntimeException e) {
            output.discard();
            throw e;
        }
    }

    private void notStarted(int childNumber, String name) {
        run.hub().ended(childNumber, true);
        change(() -> giveBack(name));
    }

    /** A name whose child did not come to be. */
    private void giveBack(String name) {
        takenNames.remove(name);
        starts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Says that no child has the name any more; called with the lock held. */
    void nameIsFree(String name) {
        takenNames.remove(name);
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
        children().forEach(Child::killNow);
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
            await("the children of test " + test, this::isOver, Long.MAX_VALUE);
            return unseenFailure().isEmpty();
        } catch (ChildTimeoutException e) {
            return false;
        }
    }

    private boolean isOver() {
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
            alive.forEach(Child::killNow);
            awaitQuietly(() -> alive.stream().allMatch(Child::hasEnded), DEATH_LIMIT);
        }
    }
}
