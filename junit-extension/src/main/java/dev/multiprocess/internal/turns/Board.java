package dev.multiprocess.internal.turns;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.internal.checkpoint.CheckpointCalls;
import dev.multiprocess.internal.checkpoint.Interleavings;
import dev.multiprocess.internal.checkpoint.PointCounts;
import dev.multiprocess.internal.checkpoint.PointName;
import dev.multiprocess.internal.methods.MethodLookup;
import dev.multiprocess.internal.methods.MethodPoint;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.turns.Plan.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The checkpoints of one test: carries out what its {@link Plan} decides. Any thread. */
public final class Board implements CheckpointCalls {

    /** The number of the test JVM among processes. */
    public static final int TEST_JVM = 0;

    private final TurnsHost host;
    private final PointCounts counts;
    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final Map<String, Integer> awaited = new HashMap<>();
    private final Set<String> atMethods = new LinkedHashSet<>();

    /** Those that have reached a point which is watched, and are not known to have ended. */
    private final Map<Integer, Child<?>> alive = new HashMap<>();

    private final Plan plan = new Plan();

    /** Whether a thread of the test JVM has asked for a point that it reaches: others may follow. */
    private boolean testJvmReaches;

    private boolean over;

    /**
     * Of one test, with nothing that is to happen.
     *
     * @param counts all zero
     */
    public Board(TurnsHost host, PointCounts counts) {
        this.host = host;
        this.counts = counts;
    }

    private <T> T changed(Supplier<T> action) {
        List<Integer> gone = gone();
        AtomicReference<T> result = new AtomicReference<>();
        host.children().change(() -> {
            gone.forEach(this::ended);
            host.requireInTime();
            requireOpen();
            result.set(action.get());
        });
        return result.get();
    }

    /** Asked without the lock, since a child may have that of a test inside a class. */
    private List<Integer> gone() {
        return host.children().locked(() -> List.copyOf(alive.values())).stream()
                .filter(Child::hasEnded)
                .map(Child::number)
                .toList();
    }

    private void ended(int process) {
        alive.remove(process);
        plan.ended(process);
    }

    private void change(Runnable action) {
        changed(() -> {
            action.run();
            return null;
        });
    }

    private void requireOpen() {
        if (over) {
            throw new IllegalStateException("the checkpoints of test " + host.test() + " have ended with it");
        }
    }

    /** Ends all waits. */
    public void end() {
        host.children().change(() -> over = true);
    }

    // ---- points

    @Override
    public int slot(int process, String point) {
        return changed(() -> {
            testJvmReaches |= process == TEST_JVM;
            return slotOf(point);
        });
    }

    /** With the lock held. */
    private int slotOf(String point) {
        Integer known = slots.get(point);
        if (known != null) {
            return known;
        }
        if (slots.size() == Checkpoints.MOST_POINTS) {
            throw new IllegalStateException("test " + host.test() + " must have at most " + Checkpoints.MOST_POINTS
                    + " checkpoints: '" + point + "' would be one more");
        }
        slots.put(point, slots.size());
        return slots.size() - 1;
    }

    /** With the lock held; returns how often the point had been reached. */
    private long watch(String point) {
        return counts.watch(slotOf(point), plan.watches(point) || awaited.containsKey(point));
    }

    private void watchAll(List<String> points) {
        points.stream().distinct().forEach(this::watch);
    }

    private long count(String point) {
        return counts.count(slotOf(point));
    }

    @Override
    public Map<String, Long> counts() {
        return changed(() -> {
            Map<String, Long> all = new LinkedHashMap<>();
            slots.forEach((point, slot) -> all.put(point, counts.count(slot)));
            return all;
        });
    }

    // ---- points at methods

    @Override
    public String at(String method, boolean exit) {
        MethodPoint point = MethodPoint.of(method, exit);
        PointName.required(point.name());
        new MethodLookup(host.loader()).require(point);
        change(() -> {
            slotOf(point.name());
            atMethods.add(point.name());
        });
        return point.name();
    }

    /** The names of those that were declared so far. */
    List<String> atMethods() {
        return host.children().locked(() -> List.copyOf(atMethods));
    }

    // ---- threads that reach points

    @Override
    public long arrive(int process, String point, long count) {
        learnOfTheEndOf(process);
        Arrival arrival = changed(() -> plan.arrive(process, point, count));
        return proceed(arrival) ? CONTINUES : arrival.number();
    }

    /** That wakes those that wait for it; a caller that has seen the end before does not wait for that. */
    private void learnOfTheEndOf(int process) {
        Optional<Child<?>> child = process == TEST_JVM ? Optional.empty() : host.child(process);
        if (child.isPresent() && host.children().locked(() -> alive.put(process, child.get()) == null)) {
            child.get().life().onExit().thenRun(() -> host.children().change(() -> ended(process)));
        }
    }

    @Override
    public void awaitTurn(long number) {
        Optional<Arrival> arrival = host.children().locked(() -> plan.standing(number));
        if (arrival.isEmpty()) {
            return;
        }
        try {
            while (!proceed(arrival.get())) {
                String reason = host.children().locked(() -> reason(arrival.get()));
                host.children()
                        .await(reason, List::of, () -> over || plan.fate(arrival.get()) != Fate.STANDS, Long.MAX_VALUE);
            }
        } finally {
            leave(number);
        }
    }

    private String reason(Arrival arrival) {
        return "checkpoint '" + arrival.point() + "'"
                + (plan.waitsForTurn(arrival)
                        ? ", for its turn in order "
                                + plan.order().orElseThrow()
                                + ", which is at " + plan.order().orElseThrow().nextStep()
                        : " to be released");
    }

    /** Lets a thread continue, or kills its process; returns false if it is to stand where it is. */
    private boolean proceed(Arrival arrival) {
        Fate fate = changed(() -> {
            Fate now = plan.fate(arrival);
            if (now != Fate.STANDS) {
                plan.proceed(arrival);
                watch(arrival.point());
            }
            return now;
        });
        if (fate == Fate.DIES) {
            kill(arrival);
        }
        return fate != Fate.STANDS;
    }

    /** Returns only when it is dead, so that no answer reaches it. */
    private void kill(Arrival arrival) {
        if (arrival.process() == TEST_JVM) {
            throw new IllegalStateException("checkpoint '" + arrival.point()
                    + "' was to kill the process that reaches it for time " + arrival.count()
                    + ", which is the test JVM");
        }
        Optional<Child<?>> child = host.child(arrival.process());
        if (child.isPresent()) {
            child.get().killNow();
            host.children()
                    .await(
                            "child '" + child.get().name() + "' to die at checkpoint '" + arrival.point() + "'",
                            List::of,
                            () -> !alive.containsKey(arrival.process()),
                            Long.MAX_VALUE);
        }
    }

    @Override
    public void leave(long arrival) {
        host.children().change(() -> plan.leave(arrival));
    }

    // ---- what is to happen

    @Override
    public void hold(String point) {
        change(() -> {
            slotOf(point);
            plan.hold(point);
            watch(point);
        });
    }

    @Override
    public void release(String point) {
        change(() -> {
            plan.release(point);
            watch(point);
        });
    }

    @Override
    public void kill(String point, long times) {
        change(() -> {
            slotOf(point);
            plan.kill(point, times);
            // From this instant on every thread that reaches it asks, so its count cannot pass the number unseen.
            long before = watch(point);
            if (before >= times) {
                plan.forgetKill(point, times);
                watch(point);
                throw new IllegalStateException("checkpoint '" + point + "' cannot kill the process that reaches it for"
                        + " time " + times + ": it has been reached " + before + " times");
            }
        });
    }

    @Override
    public void order(int number, int count, List<String> steps, List<Integer> processes) {
        change(() -> {
            steps.forEach(this::slotOf);
            plan.order(new Turns(number, count, steps, processes));
            watchAll(steps);
        });
    }

    // ---- waiting for points

    @Override
    public boolean awaitReached(String point, long times, long nanos) {
        change(() -> {
            slotOf(point);
            awaited.merge(point, 1, Integer::sum);
            watch(point);
        });
        try {
            host.children()
                    .await(
                            words(point, times),
                            host::all,
                            () -> over
                                    || isReached(point, times)
                                    || host.failure().isPresent()
                                    || areAllGone(),
                            nanos);
            return nanos == 0 ? changed(() -> isReached(point, times)) : isReachedAtEnd(point, times);
        } finally {
            host.children().change(() -> {
                awaited.merge(point, -1, (now, less) -> now + less == 0 ? null : now + less);
                if (!over) {
                    watch(point);
                }
            });
        }
    }

    private String words(String point, long times) {
        return "checkpoint '" + point + "' to be reached" + (times > 1 ? " for time " + times : "");
    }

    private boolean isReachedAtEnd(String point, long times) {
        boolean reached = changed(() -> isReached(point, times));
        if (reached) {
            return true;
        }
        Optional<RuntimeException> failure = host.children().locked(host::failure);
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (host.children().locked(this::areAllGone)) {
            throw new IllegalStateException(host.children().locked(() -> unreachable(point, times)));
        }
        return false;
    }

    /** With the lock held. */
    private boolean isReached(String point, long times) {
        if (times == 0 && plan.isHeld(point)) {
            return plan.isStoodAt(point);
        }
        return count(point) >= Math.max(1, times);
    }

    /** Whether all that could reach a point have ended. */
    private boolean areAllGone() {
        List<Child<?>> all = host.all();
        return !testJvmReaches && !all.isEmpty() && all.stream().allMatch(Child::hasEnded);
    }

    private String unreachable(String point, long times) {
        String ends = host.all().stream()
                .map(child ->
                        "child '" + child.name() + "' " + child.howItEnded().orElse("has ended"))
                .collect(Collectors.joining(", "));
        return "checkpoint '" + point + "' cannot be reached" + (times > 1 ? " for time " + times : "")
                + " any more, since all children of test " + host.test() + " have ended: it was reached "
                + count(point) + " times; " + ends;
    }

    // ---- when nothing moves

    /** All processes wait for each other: lets the next step of the order begin, if that is possible. */
    public boolean yieldTurn() {
        AtomicReference<Boolean> yielded = new AtomicReference<>(false);
        host.children().change(() -> yielded.set(plan.yieldTurn()));
        return yielded.get();
    }

    /** Why the order cannot happen, now that all processes wait for each other; empty if that has another reason. */
    public Optional<String> impossibleOrder() {
        return host.children().locked(() -> plan.isOrderStuck() ? Optional.of(cannotHappen()) : Optional.empty());
    }

    /** Why the order has not happened, now that all processes have ended; empty if it has, or there was none. */
    public Optional<String> missedOrder() {
        return host.children().locked(() -> plan.isOrderOpen() ? Optional.of(cannotHappen()) : Optional.empty());
    }

    /** With the lock held. */
    private String cannotHappen() {
        Turns order = plan.order().orElseThrow();
        List<String> where = new ArrayList<>();
        plan.standing()
                .forEach(arrival -> where.add(process(arrival.process()) + " stands at '" + arrival.point() + "'"));
        return "order " + order + " of test " + host.test() + " cannot happen: its " + order.nextStep()
                + ", is not reached; "
                + (where.isEmpty() ? "all processes have ended" : String.join(", ", where));
    }

    private String process(int number) {
        return number == TEST_JVM
                ? "the test JVM"
                : host.child(number)
                        .map(child -> "child '" + child.name() + "'")
                        .orElse("a child");
    }

    /** How the order of a test that has failed can be run alone; empty if it is not one of several. */
    public Optional<String> orderAlone() {
        return host.children()
                .locked(() -> plan.order()
                        .filter(order -> order.number() > 0)
                        .map(order -> "test " + host.test() + " failed in order " + order + "; -D" + Interleavings.KEY
                                + "=" + order.number() + " runs that one only"));
    }

    /** What was to happen and did not, a line each. */
    public List<String> missedKills() {
        return host.children().locked(() -> {
            List<String> lines = new ArrayList<>();
            plan.missedKills()
                    .forEach((point, all) -> all.stream()
                            .sorted()
                            .filter(times -> count(point) < times)
                            .forEach(times -> lines.add("checkpoint '" + point + "' of test " + host.test()
                                    + " was reached " + count(point) + " times, and was to kill at time " + times)));
            return lines;
        });
    }
}
