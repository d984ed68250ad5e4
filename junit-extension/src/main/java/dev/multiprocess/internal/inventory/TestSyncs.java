package dev.multiprocess.internal.inventory;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.sync.SyncKeeper;
import dev.multiprocess.internal.sync.SyncPlan;
import dev.multiprocess.internal.sync.SyncViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The locks of one test, and what else its processes coordinate with. Thread-safe. */
public final class TestSyncs {

    private final Hub hub;
    private final TestSetup setup;
    private final Optional<TestSyncs> outer;
    private final List<Integer> numbers = new CopyOnWriteArrayList<>();

    /** Made with the first of them. */
    private SyncViews views;

    private volatile Supplier<Optional<RuntimeException>> waitFailure = Optional::empty;

    /**
     * None yet.
     *
     * @param outer those of the scope around it
     */
    public TestSyncs(Hub hub, TestSetup setup, Optional<TestSyncs> outer) {
        this.hub = hub;
        this.setup = setup;
        this.outer = outer;
    }

    public Handle make(Segment segment, SyncPlan plan) {
        return hub.syncs().make(segment, plan, views());
    }

    private synchronized SyncViews views() {
        if (views == null) {
            views = new SyncViews(
                    0, "test JVM", hub.doorbell(), bytes -> setup.serializer().read(bytes));
        }
        return views;
    }

    private synchronized Optional<SyncViews> viewsIfAny() {
        return Optional.ofNullable(views);
    }

    /** Notes what was made. */
    public Handle made(Handle view) {
        hub.syncs().numberOf(view).ifPresent(number -> {
            numbers.add(number);
            // After it was added: either a failure at this moment finds it, or it finds the failure.
            hub.syncs().failWaits(number, waitFailure);
        });
        return view;
    }

    /**
     * Makes threads of the test that wait, now or later, throw.
     *
     * @param failure asked anew before each wait; empty lets it wait
     */
    public void failWaits(Supplier<Optional<RuntimeException>> failure) {
        waitFailure = failure;
        numbers.forEach(number -> hub.syncs().failWaits(number, failure));
    }

    /** Ends the waits of a test that was aborted; threads of this JVM throw what uses of segments do. */
    public void abort(List<Child<?>> children, RuntimeException reason) {
        List<Integer> all = usable().toList();
        Optional<Duration> limit =
                reason instanceof ChildTimeoutException late ? Optional.of(late.limit()) : Optional.empty();
        hub.syncs().abort(all, children.stream().map(child -> child.number()).toList(), limit);
    }

    /** Those of the test, and of the scopes around it. */
    private Stream<Integer> usable() {
        return Stream.concat(outer.stream().flatMap(TestSyncs::usable), numbers.stream());
    }

    public List<SyncKeeper.State> states() {
        return hub.syncs().states(usable().toList());
    }

    /** Whether threads of a process wait for any of them. */
    public boolean isWaiting(int process) {
        return states().stream().anyMatch(state -> state.waiters().containsKey(process));
    }

    /** Whether any thread waits for any of them. */
    public boolean isAnyWaiting() {
        return states().stream().anyMatch(state -> !state.waiters().isEmpty());
    }

    /** Notes that the code of the test that this thread has run is over. */
    public void codeEnds() {
        viewsIfAny().ifPresent(SyncViews::taskReturned);
        outer.ifPresent(TestSyncs::codeEnds);
    }

    /**
     * Returns what the test fails with for locks that were not unlocked by their owners.
     *
     * @param children of the test; a death that it has expected is no failure
     */
    public List<RuntimeException> unlockedLate(List<Child<?>> children) {
        List<RuntimeException> failures = new ArrayList<>();
        for (SyncKeeper.Loss loss : hub.syncs().losses(numbers)) {
            Optional<Child<?>> owner = children.stream()
                    .filter(child -> child.number() == loss.process())
                    .findFirst();
            if (!loss.dead()) {
                failures.add(failure(
                        loss.lock() + " was still held by '" + loss.processName()
                                + "' when its task had returned: unlock it in a finally block",
                        owner));
            } else if (owner.filter(child -> child.failure().isPresent()).isPresent()) {
                failures.add(failure(
                        "'" + loss.processName() + "' died while it had " + loss.lock()
                                + ": what the lock guards may be half written",
                        owner));
            }
        }
        return failures;
    }

    /** Where the owner was started. */
    private static RuntimeException failure(String message, Optional<Child<?>> owner) {
        RuntimeException failure = new IllegalStateException(message);
        failure.setStackTrace(owner.map(child -> child.facts().stack()).orElseGet(() -> new StackTraceElement[0]));
        return failure;
    }

    /**
     * Forgets them; their memory may end from then on.
     *
     * @return to be run when it has ended
     */
    public Runnable end() {
        Runnable last = hub.syncs().end(numbers);
        numbers.clear();
        return last;
    }
}
