package dev.multiprocess.internal.inventory;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.call.CarriedCall;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.call.SharedId;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildHost;
import dev.multiprocess.internal.run.RunParts;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.thread.StateLock;
import dev.multiprocess.internal.workers.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The children of one test.
 *
 * <p>One lock guards the state of all of them; a thread that waits for any of them waits on one condition, which also
 * wakes at the deadline.
 */
public final class TestChildren implements ChildHost {

    private final RunParts run;
    private final ObjectCodec serializer;
    private final StateLock state;
    private final ChildNames names;
    private final Stopping stopping;
    private final TestThreads threads;
    private final UnseenFailures failures;
    private final TestQueues queues;
    private final Optional<TestChildren> outer;
    private final Patience patience;
    private final List<Child<?>> children = new ArrayList<>();
    private final Pools pools = new Pools();
    private final Set<CallRequest> passedOn = ConcurrentHashMap.newKeySet();

    /** How long the test waits. */
    public interface Patience {

        /** Fails if the test was ended from outside its own code. */
        void requireInTime();

        /** Whether a debugger may hold any process. */
        boolean isSuspended();
    }

    /**
     * None yet.
     *
     * @param threads of the test
     * @param failures learn of the ends of these children
     * @param queues that the children may find
     * @param outer those of the scope around it
     */
    public TestChildren(
            RunParts run,
            ObjectCodec serializer,
            StateLock state,
            ChildNames names,
            Stopping stopping,
            TestThreads threads,
            UnseenFailures failures,
            TestQueues queues,
            Optional<TestChildren> outer,
            Patience patience) {
        this.run = run;
        this.serializer = serializer;
        this.state = state;
        this.names = names;
        this.stopping = stopping;
        this.threads = threads;
        this.failures = failures;
        this.queues = queues;
        this.outer = outer;
        this.patience = patience;
    }

    /** In the order in which they were started. */
    public List<Child<?>> all() {
        return locked(() -> List.copyOf(children));
    }

    /** Those that have not ended. */
    public List<Child<?>> alive() {
        return all().stream().filter(child -> !child.hasEnded()).toList();
    }

    /** These and those of all outer scopes, which the test may use. */
    public List<Child<?>> usable() {
        return Stream.concat(outer.stream().flatMap(around -> around.usable().stream()), all().stream())
                .toList();
    }

    @Override
    public void add(Child<?> child) {
        change(() -> {
            if (!children.contains(child)) {
                children.add(child);
            }
        });
    }

    // ---- waiting

    @Override
    public <T> T locked(Supplier<T> action) {
        return state.locked(action);
    }

    @Override
    public void change(Runnable action) {
        state.change(action);
    }

    @Override
    public boolean await(
            String what,
            Supplier<? extends List<? extends Child<?>>> whom,
            BooleanSupplier done,
            BooleanSupplier missing,
            long nanos) {
        Waiting waiting = Waiting.forChildren(
                what,
                () -> whom.get().stream().map(child -> child.number()).toList(),
                nanos != Long.MAX_VALUE,
                () -> locked(() -> !done.getAsBoolean() && missing.getAsBoolean()));
        try {
            return awaitNow(what, done, nanos);
        } finally {
            waiting.end();
        }
    }

    /**
     * Waits for something that may come without notice, for the test: looks whenever something about its children has
     * changed, and now and then.
     *
     * @param look without the lock; empty if it is not there
     */
    <T> Optional<T> awaitLooking(String what, Supplier<Optional<T>> look, long againNanos) {
        Waiting waiting = Waiting.forChildren(what, List::of, true, () -> false);
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
            return state.await(done, nanos, patience::requireInTime);
        } catch (InterruptedException e) {
            change(patience::requireInTime);
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for " + what, e);
        }
    }

    // ---- failures

    /** Whether other tests may do what this one waits for. */
    public boolean areBesideOthers() {
        return failures.areBesideOthers();
    }

    @Override
    public void lookForFailure() {
        failures.look();
    }

    /** Notes that whatever happens to those that live comes with the test's end. */
    public void testEnds() {
        change(() -> children.forEach(Child::testEnds));
    }

    /** Whether all that the test waits for have ended, or one has failed; called with the lock held. */
    public boolean areJoined() {
        return failures.first().isPresent()
                || children.stream()
                        .filter(child -> !child.isDaemon() && !child.isToRun())
                        .allMatch(Child::hasEnded);
    }

    // ---- the ends of children

    @Override
    public void stop(List<? extends Child<?>> some) {
        stopping.stop(some);
    }

    @Override
    public void awaitDeath(List<? extends Child<?>> some) {
        stopping.awaitEnd(some, ProcessTree.DEATH_LIMIT);
    }

    @Override
    public void ended(Child<?> child, boolean well) {
        run.children().ended(child, well);
    }

    @Override
    public void over(Child<?> child) {
        names.free(child.name());
        failures.ended(child);
    }

    // ---- what belongs to the test

    @Override
    public ProcessQueue<?> queue(String name) {
        return queues.named(name);
    }

    // ---- what belongs to the run

    @Override
    public void paused() {
        run.hub().paused();
        // It may have been about to say that it has reached a checkpoint.
        change(() -> {});
    }

    @Override
    public CompletableFuture<Reply> carryOut(CallRequest request) {
        int owner = SharedId.of(request.handleId()).map(SharedId::owner).orElse(0);
        if (owner != 0) {
            return passOn(request, owner);
        }
        if (pools.knows(request)) {
            return pools.await(request, this);
        }
        CarriedCall call = new CarriedCall(() -> threads.lend(() -> run.calls().carryOut(serializer, request)));
        workers().execute(call);
        return call;
    }

    private CompletableFuture<Reply> passOn(CallRequest request, int owner) {
        Optional<Child<?>> child = run.children().find(owner);
        if (child.isEmpty()) {
            return CompletableFuture.completedFuture(Calls.thrown(
                    serializer,
                    new IllegalStateException("the test that " + request.handleId() + " belongs to has ended")));
        }
        passedOn.add(request);
        CompletableFuture<Reply> answer = child.get().objects().call(request);
        answer.whenComplete((reply, cancelled) -> passedOn.remove(request));
        return answer;
    }

    /** The pools of the test, whose workers are among these children. */
    public Pools pools() {
        return pools;
    }

    /** Whether a child waits for the answer to a call that another one carries out. */
    public boolean passCallsOnFor(int child) {
        return passedOn.stream().anyMatch(request -> request.caller() == child);
    }

    @Override
    public ObjectCodec serializer() {
        return serializer;
    }

    @Override
    public Executor workers() {
        return run.threads().workers();
    }

    @Override
    public Executor persistent() {
        return run.threads().persistent();
    }

    @Override
    public ScheduledFuture<?> later(Duration delay, Runnable action) {
        return run.threads().later(delay, action);
    }

    @Override
    public boolean isSuspended() {
        return patience.isSuspended();
    }

    @Override
    public boolean isDebugged() {
        return run.debugged();
    }
}
