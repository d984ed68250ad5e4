package dev.multiprocess.internal.inventory;

import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.report.Verdict;
import dev.multiprocess.internal.thread.StateLock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The failures of children that their test has not seen: they end its waits, and it fails with them.
 *
 * <p>A child of a class or a factory fails every test inside that runs when the child ends, and the class or factory
 * only if no test has failed with it. So each end is recorded with the innermost scopes that were open.
 *
 * <p>What is known of open scopes is guarded by the lock of the outermost one. A thread that holds the lock of a scope
 * may take that of an outer one, and never the other way round.
 */
public final class UnseenFailures {

    private final StateLock state;
    private final TestThreads threads;
    private final Consumer<Supplier<Optional<RuntimeException>>> waits;
    private final Optional<UnseenFailures> outer;
    private final boolean concurrent;
    private final UnseenFailures outermost;
    private final Set<UnseenFailures> open = new HashSet<>();
    private final Map<Child<?>, Set<UnseenFailures>> ends = new LinkedHashMap<>();
    private final Set<Child<?>> told = new HashSet<>();

    /**
     * Of one scope, which is open from here on.
     *
     * @param state its lock
     * @param threads of its test
     * @param waits lets waits of the test end with a failure, asked anew before each
     * @param outer those of the scope around it
     * @param concurrent whether more tests may begin beside it at any time
     */
    public UnseenFailures(
            StateLock state,
            TestThreads threads,
            Consumer<Supplier<Optional<RuntimeException>>> waits,
            Optional<UnseenFailures> outer,
            boolean concurrent) {
        this.state = state;
        this.threads = threads;
        this.waits = waits;
        this.outer = outer;
        this.concurrent = concurrent;
        outermost = outer.map(each -> each.outermost).orElse(this);
        outer.ifPresent(around -> outermost.state.change(() -> around.open.add(this)));
    }

    /** Notes that the scope has ended: what happens from here on is no failure of its test. */
    public void close() {
        outer.ifPresent(around -> outermost.state.change(() -> around.open.remove(this)));
    }

    /** Whether other tests may do what this one waits for, since they share an outer scope with it. */
    boolean areBesideOthers() {
        return outer.isPresent() && concurrent
                || outermost.state.locked(() -> {
                    UnseenFailures each = this;
                    while (each.outer.isPresent()) {
                        each = each.outer.get();
                        if (each.open.size() > 1) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /** Notes that a child of this scope has ended. */
    void ended(Child<?> child) {
        outermost.state.change(() -> ends.put(child, innermost()));
    }

    /** Called with the outermost lock held. */
    private Set<UnseenFailures> innermost() {
        if (open.isEmpty()) {
            return Set.of(this);
        }
        Set<UnseenFailures> all = new HashSet<>();
        open.forEach(inner -> all.addAll(inner.innermost()));
        return all;
    }

    /** Lets threads that wait look whether there is a failure; called without any lock. */
    void look() {
        Set<UnseenFailures> affected = outermost.state.locked(() -> {
            Set<UnseenFailures> all = new HashSet<>();
            ends.values().forEach(all::addAll);
            return all;
        });
        affected.add(this);
        affected.forEach(UnseenFailures::wake);
    }

    private void wake() {
        state.change(() -> {});
        if (first().isPresent()) {
            waits.accept(this::ofThisThread);
            outer.ifPresent(UnseenFailures::wakeInside);
        }
    }

    /** A test inside may wait on a queue of this scope. */
    private void wakeInside() {
        waits.accept(this::ofThisThread);
        outer.ifPresent(UnseenFailures::wakeInside);
    }

    /** What ends a wait of this thread on a queue of this scope: a failure of its own test, or one of this scope. */
    private Optional<RuntimeException> ofThisThread() {
        Optional<UnseenFailures> inside = outermost.state.locked(
                () -> open.stream().filter(inner -> inner.threads.areHere()).findFirst());
        return inside.flatMap(UnseenFailures::ofThisThread).or(this::first);
    }

    /** The failure that ends waits of the test; it is asked for as it is now. */
    public Optional<RuntimeException> first() {
        return mine(true).flatMap(end -> end.failure().stream()).findFirst();
    }

    /** All that the test fails with, which from here on count as reported. */
    public List<Verdict.Failed> tell() {
        List<Verdict.Failed> all = new ArrayList<>();
        mine(false)
                .forEach(end -> end.failure().ifPresent(failure -> {
                    all.add(new Verdict.Failed(end.child().life().endedNanos(), failure));
                    outermost.state.change(() -> end.of().told.add(end.child()));
                }));
        return all;
    }

    /**
     * The end of a child.
     *
     * @param of the scope of the child
     * @param shared whether several tests ran then, so that no single one of them can have expected it
     */
    private record End(UnseenFailures of, Child<?> child, boolean shared) {

        Optional<RuntimeException> failure() {
            return !child.isSeen() || shared ? child.failure() : Optional.empty();
        }
    }

    /** The ends that concern this scope: of its own children, and of children of outer scopes while it was innermost. */
    private Stream<End> mine(boolean withTold) {
        return outermost.state.locked(() -> {
            List<End> all = new ArrayList<>();
            ends.keySet().stream()
                    .filter(child -> withTold || !told.contains(child))
                    .forEach(child -> all.add(new End(this, child, false)));
            Optional<UnseenFailures> next = outer;
            while (next.isPresent()) {
                UnseenFailures around = next.get();
                around.ends.forEach((child, innermost) -> {
                    if (innermost.contains(this)) {
                        all.add(new End(around, child, innermost.size() > 1));
                    }
                });
                next = around.outer;
            }
            return all.stream();
        });
    }
}
