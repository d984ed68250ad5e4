package dev.multiprocess.internal.scope;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.call.SharedObjects;
import dev.multiprocess.internal.checkpoint.CheckpointsView;
import dev.multiprocess.internal.checkpoint.MethodPoints;
import dev.multiprocess.internal.checkpoint.PointCounts;
import dev.multiprocess.internal.child.WorkerTask;
import dev.multiprocess.internal.config.TimelinePolicy;
import dev.multiprocess.internal.crash.CrashHost;
import dev.multiprocess.internal.crash.ScopedCrashTests;
import dev.multiprocess.internal.inventory.ChildNames;
import dev.multiprocess.internal.inventory.LeakCheck;
import dev.multiprocess.internal.inventory.Starting;
import dev.multiprocess.internal.inventory.Stopping;
import dev.multiprocess.internal.inventory.TestChildren;
import dev.multiprocess.internal.inventory.TestIdentity;
import dev.multiprocess.internal.inventory.TestLog;
import dev.multiprocess.internal.inventory.TestQueues;
import dev.multiprocess.internal.inventory.TestSetup;
import dev.multiprocess.internal.inventory.TestSyncs;
import dev.multiprocess.internal.inventory.TestThreads;
import dev.multiprocess.internal.inventory.UnseenFailures;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.pool.PoolView;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildHost;
import dev.multiprocess.internal.process.Group;
import dev.multiprocess.internal.report.AbortFailure;
import dev.multiprocess.internal.report.Verdict;
import dev.multiprocess.internal.run.RunParts;
import dev.multiprocess.internal.segment.MemoryView;
import dev.multiprocess.internal.segment.ScopedSegments;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentView;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.start.StartRequest;
import dev.multiprocess.internal.sync.SyncPlan;
import dev.multiprocess.internal.thread.StateLock;
import dev.multiprocess.internal.timeline.TestSummary.Result;
import dev.multiprocess.internal.turns.ScopedCheckpoints;
import dev.multiprocess.internal.turns.TurnsHost;
import dev.multiprocess.internal.workers.Pool;
import dev.multiprocess.internal.workers.PoolHost;
import dev.multiprocess.memory.SharedMemory;
import dev.multiprocess.pool.PoolOptions;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.pool.TaskOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The processes and queues of one test, from its first need of them to its end.
 *
 * <p>A class may have a scope too, for what it starts before its first test; those of its tests are inside, as those of
 * dynamic tests are inside the scope of their factory. A test can use what outer scopes have, and fails with their
 * children; but it ends only what is its own.
 */
public final class TestScope {

    /** The most bytes of one shared memory. */
    public static final String MOST_MEMORY = Segment.MOST_BYTES_TEXT;

    private final RunParts run;
    private final TestSetup setup;
    private final Optional<TestScope> outer;
    private final Supplier<Path> newDirectory;
    private final Consumer<TestScope> forget;
    private final StateLock state = new StateLock();
    private final TestLog log;
    private final TestThreads threads;
    private final ChildNames names = new ChildNames();
    private final Set<TestScope> dynamicTests = ConcurrentHashMap.newKeySet();
    private final Map<String, Handle> handles = new LinkedHashMap<>();
    private final List<RuntimeException> leaks = new ArrayList<>();
    private final TestQueues queues;
    private final ScopedSegments segments;
    private final ScopedCheckpoints checkpoints;
    private final TestSyncs syncs;
    private final UnseenFailures failures;
    private final Stopping stopping;
    private final TestChildren children;
    private final SharedObjects objects;
    private final TestTimeline timeline;
    private final Starting starting;
    private final Examination examination;
    private final TestAbort abort;
    private final ScopedCrashTests crashTests = new ScopedCrashTests(new ForCrashTests());

    /** What is wrong with crash tests of which none was run. */
    private Optional<RuntimeException> nothingTried = Optional.empty();

    private Path directory;
    private boolean over;
    private boolean gone;

    /**
     * Begins a test; it has no deadline yet.
     *
     * @param newDirectory makes the directory of this test's files
     * @param forget called when all of this test is gone
     */
    TestScope(RunParts run, TestSetup setup, TestPlace place, Supplier<Path> newDirectory, Consumer<TestScope> forget) {
        this.run = run;
        this.setup = setup;
        outer = place.outer();
        this.newDirectory = newDirectory;
        this.forget = forget;
        ForChildren forChildren = new ForChildren();
        log = new TestLog(
                setup.options().timeline() != TimelinePolicy.NEVER,
                () -> segments().make(TestLog.KIND, shortName(setup.test()), TestLog.BYTES));
        threads = new TestThreads(state, outer.map(around -> around.threads), log);
        queues = new TestQueues(run.hub(), setup, threads, outer.map(around -> around.queues));
        segments = new ScopedSegments(
                run.segments(), setup.test().toString(), threads::areHere, outer.map(around -> around.segments));
        syncs = new TestSyncs(run.hub(), setup, outer.map(around -> around.syncs));
        failures = new UnseenFailures(
                state, threads, this::failWaits, outer.map(around -> around.failures), place.concurrent());
        stopping = new Stopping(state, setup.options().stopGrace(), forChildren::isSuspended);
        children = new TestChildren(
                run,
                setup.serializer(),
                state,
                names,
                stopping,
                threads,
                failures,
                queues,
                outer.map(around -> around.children),
                forChildren);
        objects = new SharedObjects(
                0,
                (handleId, method, arguments) -> Calls.call(
                        setup.serializer(),
                        handleId,
                        method,
                        arguments,
                        (to, words, invocation) -> run.calls().carryOut(setup.serializer(), to, invocation)));
        timeline =
                new TestTimeline(setup, children, queues, log, outer.map(around -> around.timeline), this::directory);
        starting = new Starting(run, setup, children, names, forChildren, log, this::directory);
        examination = new Examination(setup.test(), threads, children, queues, syncs, starting::waits, this::directory);
        checkpoints = new ScopedCheckpoints(
                new ForCheckpoints(),
                () -> here().checkpoints,
                views -> segment(CheckpointsView.KIND, shortName(setup.test()), PointCounts.BYTES, views),
                outer.map(around -> around.checkpoints));
        abort = new TestAbort(
                setup,
                run,
                state,
                threads,
                children,
                stopping,
                queues,
                segments,
                checkpoints,
                syncs,
                this::isOver,
                timeline,
                examination);
        if (run.debugged()) {
            abort.suspend();
        }
        if (setup.test().isDynamicTest()) {
            outer.orElseThrow().dynamicTests.add(this);
        }
    }

    /** The name is part of the id of a handle. */
    private static String shortName(TestIdentity test) {
        String name = test.toString();
        return name.substring(0, Math.min(name.length(), Segment.LONGEST_NAME));
    }

    /** What children, and what starts them, ask the test. */
    private final class ForChildren implements TestChildren.Patience, Starting.Permission {

        @Override
        public void requireInTime() {
            abort.requireInTime();
        }

        @Override
        public boolean isSuspended() {
            return abort.isSuspended();
        }

        @Override
        public void requireOpen(String name) {
            if (over) {
                throw new IllegalStateException(
                        "child '" + name + "' cannot be started: test " + setup.test() + " has ended");
            }
            abort.requireInTime();
        }

        @Override
        public List<MethodPoints> atMethods() {
            return checkpoints.atMethods();
        }

        @Override
        public boolean isOver() {
            return TestScope.this.isOver();
        }

        @Override
        public void suspend() {
            abort.suspend();
        }
    }

    /**
     * Gives the test what it starts children with.
     *
     * @return of this scope
     */
    public Processes processes() {
        return starter(ProcessOptions.defaults());
    }

    /**
     * The scope in which code on this thread starts what it starts here: that of the dynamic test that the thread runs,
     * or for whose child it carries out a call, if this is the scope of its factory.
     */
    TestScope here() {
        return dynamicTests.stream()
                .filter(each -> each.threads.areHere())
                .findFirst()
                .orElse(this);
    }

    ScopedProcesses starter(ProcessOptions process) {
        ScopedProcesses starter = new ScopedProcesses(run.jvms().nextNumber(), this, process);
        state.change(() -> handles.put(starter.handleId(), starter));
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
        return state.locked(() -> {
            if (over) {
                throw new IllegalStateException(
                        "queue '" + name + "' cannot be made: test " + setup.test() + " has ended");
            }
            abort.requireInTime();
            return queues.make(name, capacity);
        });
    }

    /**
     * Makes memory that ends with the test.
     *
     * @param name for messages
     * @param bytes from 1 to {@link #MOST_MEMORY}
     * @return as for {@link #segment}
     */
    public SharedMemory sharedMemory(String name, long bytes) {
        return segment(MemoryView.KIND, name, bytes, MemoryView.VIEWS);
    }

    /**
     * Makes a segment that ends with the test, and what stands for it.
     *
     * @param <H> what stands for it
     * @param kind of the handle
     * @param name for messages
     * @param bytes from 1 to {@link Segment#MOST_BYTES}, all of them zero
     * @param views makes what stands for it in this process
     * @return what stands for it in this process; others find it by its id
     * @throws IllegalStateException if the test has ended
     * @throws ChildTimeoutException if its deadline has passed
     * @throws java.io.UncheckedIOException if there is no room for it
     */
    <H extends Handle> H segment(String kind, String name, long bytes, SegmentView<H> views) {
        state.change(() -> {
            if (over) {
                throw new IllegalStateException(
                        kind + " '" + name + "' cannot be made: test " + setup.test() + " has ended");
            }
            abort.requireInTime();
        });
        H view = views.of(segments.make(kind, name, bytes));
        state.change(() -> handles.put(view.handleId(), view));
        return view;
    }

    /**
     * Returns the checkpoints of the test.
     *
     * @return the same each time; they end with the test
     * @throws IllegalStateException if the test has ended
     */
    public Checkpoints checkpoints() {
        return checkpoints.view();
    }

    /**
     * Returns the crash tests of the test.
     *
     * @return the same each time; they end with the test
     */
    public ScopedCrashTests crashTests() {
        return crashTests;
    }

    /** Makes a lock or the like, which ends with the test. */
    Handle sync(String name, SyncPlan plan) {
        return syncs.made(segment(plan.kind().word(), name, plan.bytes(), segment -> syncs.make(segment, plan)));
    }

    ObjectCodec serializer() {
        return setup.serializer();
    }

    private ScopedSegments segments() {
        return segments;
    }

    private void failWaits(Supplier<Optional<RuntimeException>> failure) {
        queues.failWaits(failure);
        syncs.failWaits(failure);
    }

    /** Shares an object with the test's children. */
    <I, T extends I> T share(Class<I> type, I object) {
        return state.locked(() -> {
            if (over) {
                throw new IllegalStateException("no object can be shared: test " + setup.test() + " has ended");
            }
            T shared = objects.share(type, object);
            handles.put(((Handle) shared).handleId(), (Handle) shared);
            return shared;
        });
    }

    /** Makes a pool that is closed with the test. */
    public ProcessPool pool(String name, int workers, PoolOptions poolOptions, ProcessOptions process) {
        if (workers < 1 || workers > StartRequest.LARGEST_GROUP) {
            throw new MultiProcessConfigurationException("the number of workers of pool '" + name
                    + "' must be between 1 and " + StartRequest.LARGEST_GROUP + ": workers=" + workers);
        }
        StartRequest.requireName(name + "-" + workers);
        return state.locked(() -> {
            if (over) {
                throw new IllegalStateException(
                        "pool '" + name + "' cannot be made: test " + setup.test() + " has ended");
            }
            Pool pool = children.pools()
                    .make(run.jvms().nextNumber(), name, workers, poolOptions, new ForPool(process.daemon(true)));
            PoolView view = new PoolView(pool.handleId(), pool, TaskOptions.defaults());
            handles.put(pool.handleId(), view);
            return view;
        });
    }

    /** What a pool asks the test. */
    private final class ForPool implements PoolHost {

        private final ProcessOptions process;

        ForPool(ProcessOptions process) {
            this.process = process;
        }

        @Override
        public Child<?> startWorker(String name, int index) {
            return start(List.of(new StartRequest<>(name, new WorkerTask(), process, index)))
                    .get(0);
        }

        @Override
        public ChildHost children() {
            return children;
        }

        @Override
        public Duration stopGrace() {
            return setup.options().stopGrace();
        }
    }

    /** What checkpoints ask the test. */
    private final class ForCheckpoints implements TurnsHost {

        @Override
        public ChildHost children() {
            return children;
        }

        @Override
        public Optional<Child<?>> child(int number) {
            return run.children().find(number);
        }

        @Override
        public List<Child<?>> all() {
            // Those of tests inside a class are not known here.
            return setup.test().kind() == TestIdentity.Kind.CLASS ? List.of() : children.usable();
        }

        @Override
        public Optional<RuntimeException> failure() {
            return failures.first();
        }

        @Override
        public void requireInTime() {
            abort.requireInTime();
        }

        @Override
        public ClassLoader loader() {
            return setup.test().loader();
        }

        @Override
        public String test() {
            return setup.test().toString();
        }
    }

    /** What crash tests ask the test. */
    private final class ForCrashTests implements CrashHost {

        @Override
        public <R> Child<R> start(String name, ProcessTask<R> task, ProcessOptions process) {
            Child<R> child = TestScope.this
                    .start(List.of(new StartRequest<>(name, task, process, 0)))
                    .get(0);
            child.endIsTakenCareOf();
            return child;
        }

        @Override
        public void requireTransferable(ProcessTask<?> task, String subject) {
            setup.serializer().write(task, subject);
        }

        @Override
        public Path directory() {
            return TestScope.this.directory();
        }

        @Override
        public Path agents() {
            return setup.options().outputDirectory().resolve("agents");
        }

        @Override
        public Duration timeout() {
            return setup.options().timeout();
        }

        @Override
        public void liftDeadline() {
            here().abort.rest();
        }

        @Override
        public void show(List<String> names) {
            here().timeline.show(names);
        }

        @Override
        public Executor workers() {
            return run.threads().workers();
        }

        @Override
        public String test() {
            return setup.test().toString();
        }
    }

    // ---- starting

    String nextName() {
        return state.locked(names::next);
    }

    <R> Group<R> group(String name, List<Child<R>> members) {
        Group<R> group = new Group<>(run.jvms().nextNumber(), name, children, members);
        state.change(() -> handles.put(group.handleId(), group));
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
                requests.add(new StartRequest<>(name, role.task(), role.options(), i - 1));
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

    private boolean isOver() {
        return state.locked(() -> over);
    }

    /** The directory of this test's files, made anew when the first child needs it. */
    private Path directory() {
        return state.locked(() -> {
            if (directory == null) {
                directory = newDirectory.get();
            }
            return directory;
        });
    }

    List<Child<?>> children() {
        return children.all();
    }

    /** A group, or what starts children. */
    Optional<Handle> handle(String handleId) {
        return state.locked(() -> Optional.ofNullable(handles.get(handleId)));
    }

    // ---- what others end

    /**
     * Finds out what all processes do, for a test that JUnit is about to interrupt.
     *
     * @return to be reported beside JUnit's own failure
     */
    public RuntimeException interruptedByJupiter() {
        return AbortFailure.byJupiter(setup.test().toString(), examination::find);
    }

    /** Finds out what all processes do, for a build that is about to kill this JVM; the text goes into a file too. */
    String diagnosisForBuild() {
        RuntimeException failure = AbortFailure.byBuild(setup.test().toString(), examination::find);
        timeline.isEnded(failure);
        String text = failure.getMessage()
                + timeline.keep(Result.FAILED, failure, List.of())
                        .map(page -> "\nThe timeline of its processes is " + page)
                        .orElse("");
        try {
            Files.writeString(directory().resolve("build-timeout.txt"), text + "\n");
        } catch (IOException e) {
            text += "\n(could not be written to a file: " + e.getMessage() + ")";
        }
        return text;
    }

    /**
     * Writes a summary of the test for the report of its module, and a timeline if one is to be kept.
     *
     * @param result of the test
     * @param failure what it has failed with; {@code null} if it has not
     * @return the page of the timeline, beside the other files of the test; empty if there is none
     */
    public Optional<Path> keepTimeline(Result result, Throwable failure) {
        return timeline.keep(result, failure, state.locked(() -> List.copyOf(leaks)));
    }

    // ---- the end

    /** Sets the deadline, as far ahead as the timeout; anew if there was one. */
    public void setDeadline() {
        abort.watch();
    }

    /** Notes that code of the test begins on this thread, which the deadline interrupts. */
    public void codeBegins() {
        threads.enter();
    }

    /** Notes that code of the test begins on this thread, unless the deadline keeps it from beginning. */
    public void codeBeginsInTime() {
        state.change(() -> {
            abort.requireInTime();
            threads.enter();
        });
    }

    /**
     * Notes that the test's own code has ended, joins the children, and ends all that is left.
     *
     * @param thrown what the test's own code threw, or {@code null}
     * @return what the test fails with; {@code null} if it passes
     */
    public Throwable finish(Throwable thrown) {
        codeEnds();
        timeline.codeEnds(thrown);
        Throwable failure = thrown;
        if (failure == null) {
            failure = failureOfPools();
        }
        if (failure == null) {
            try {
                joinAll();
            } catch (ProcessInterruptedException e) {
                failure = e;
            }
        }
        children.testEnds();
        if (failure != null) {
            queues.sayWhatTheDeadTook();
        }
        Optional<RuntimeException> missedOrder = checkpoints.missedOrder();
        checkpoints.tellMissedKills();
        end();
        if (failure == null) {
            // Otherwise that is why.
            state.change(() -> nothingTried.ifPresent(leaks::add));
        }
        Throwable all = Verdict.of(abort.untold(), failure, failures.tell(), state.locked(() -> List.copyOf(leaks)));
        if (all == null) {
            return missedOrder.orElse(null);
        }
        checkpoints.tellFailedOrder();
        return all;
    }

    /** Waits until the pools are done, and returns what a task has failed with that no code has looked at. */
    private Throwable failureOfPools() {
        threads.joinHere();
        try {
            children.pools().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProcessInterruptedException("interrupted while waiting for the tasks of pools", e);
        } catch (ChildTimeoutException | DeadlockException e) {
            // It is what ends the test in any case.
            return null;
        }
        List<Throwable> unseen = children.pools().unseenFailures();
        if (unseen.isEmpty()) {
            return null;
        }
        Throwable first = unseen.get(0);
        unseen.subList(1, unseen.size()).forEach(first::addSuppressed);
        return first;
    }

    /**
     * Notes that code of the test has ended, though the test has not.
     *
     * @param thrown by that code; {@code null} if it has thrown nothing
     * @return to be thrown: what ended the test from outside, if anything did, and then the end of the test does not
     *     report that again; {@code null} if nothing is
     */
    public Throwable insteadOf(Throwable thrown) {
        codeEnds();
        return abort.insteadOf(thrown);
    }

    /**
     * Notes that code of the test has ended, and lets what the test has take as long as it likes until the deadline is
     * set again.
     *
     * @param thrown by that code; {@code null} if it has thrown nothing
     * @return as for {@link #insteadOf}
     */
    public Throwable rest(Throwable thrown) {
        codeEnds();
        abort.rest();
        return abort.insteadOf(thrown);
    }

    /** Notes that code of the test has ended, for now or for good. */
    private void codeEnds() {
        syncs.codeEnds();
        state.change(() -> {
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
            children.await("all children to end", () -> all, children::areJoined, Long.MAX_VALUE);
            return failures.first().isEmpty();
        } catch (ChildTimeoutException | DeadlockException e) {
            return false;
        }
    }

    /**
     * Ends what is left: children first, then what they have started, then the queues. Repeated calls do nothing; two
     * at once, as when JUnit gives up a test that runs in a thread of its own, both return when all is gone.
     */
    public void end() {
        if (state.locked(() -> gone)) {
            return;
        }
        state.change(() -> over = true);
        abort.awaitDone(setup.options().stopGrace().plus(ProcessTree.DEATH_LIMIT));
        stopping.stop(children());
        nothingTried = crashTests.end();
        abort.rest();
        List<RuntimeException> found = new LeakCheck(setup.options().stopGrace()).run(children());
        state.change(() -> leaks.addAll(found));
        if (!abort.hasBegun()) {
            // Otherwise tasks were interrupted, wherever they were.
            state.change(() -> leaks.addAll(syncs.unlockedLate(children())));
        }
        timeline.remember();
        queues.end();
        checkpoints.end();
        Runnable wakeWaiting = syncs.end();
        log.end();
        segments.end();
        wakeWaiting.run();
        failures.close();
        outer.ifPresent(around -> around.dynamicTests.remove(this));
        forget.accept(this);
        state.change(() -> gone = true);
    }
}
