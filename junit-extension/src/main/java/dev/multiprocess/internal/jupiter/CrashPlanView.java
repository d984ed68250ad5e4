package dev.multiprocess.internal.jupiter;

import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.CrashOrder;
import dev.multiprocess.internal.cases.PlanOptions;
import dev.multiprocess.internal.crash.RunningPlan;
import dev.multiprocess.internal.crash.ScopedCrashTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** A plan as its user describes it. Immutable. */
record CrashPlanView(ScopedCrashTests scope, CrashOrder order) implements CrashPlan {

    private CrashPlan changed(PlanOptions changed) {
        return new CrashPlanView(scope, new CrashOrder(order.process(), order.preparation(), order.work(), changed));
    }

    @Override
    public CrashPlan atEveryFileOperation() {
        return changed(order.options().withOperations());
    }

    @Override
    public CrashPlan atCheckpoints(String... points) {
        requireSome("checkpoint", "atCheckpoints", points.length);
        Set<String> all = new LinkedHashSet<>(order.options().checkpoints());
        for (String point : points) {
            all.add(Objects.requireNonNull(point, "the name of a checkpoint must not be null"));
        }
        return changed(order.options().withCheckpoints(all));
    }

    @Override
    public CrashPlan atRandomInstants(int count) {
        requirePositive("the number of instants of a crash test", "atRandomInstants", count);
        return changed(order.options().withInstants(count));
    }

    @Override
    public CrashPlan killed() {
        return changed(order.options().withKills());
    }

    @Override
    public CrashPlan losing(Unsynced first, Unsynced... more) {
        Set<Unsynced> losses = new LinkedHashSet<>();
        losses.add(Objects.requireNonNull(first, "a loss must not be null"));
        for (Unsynced each : more) {
            losses.add(Objects.requireNonNull(each, "a loss must not be null"));
        }
        return changed(order.options().withLosses(List.copyOf(losses)));
    }

    @Override
    public CrashPlan failing(IoFault... faults) {
        requireSome("fault", "failing", faults.length);
        Set<IoFault> all = new LinkedHashSet<>(order.options().faults());
        for (IoFault fault : faults) {
            all.add(Objects.requireNonNull(fault, "a fault must not be null"));
        }
        return changed(order.options().withFaults(new ArrayList<>(all)));
    }

    @Override
    public CrashPlan alsoInTheCheck() {
        return changed(order.options().withChecks());
    }

    @Override
    public CrashPlan atMost(int tests) {
        requirePositive("the most tests of a crash test", "atMost", tests);
        return changed(order.options().withMost(tests));
    }

    @Override
    public CrashPlan within(Duration time) {
        Objects.requireNonNull(time, "the time of a crash test must not be null");
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the time of a crash test must be more than zero: within=" + time);
        }
        return changed(order.options().withTime(time));
    }

    @Override
    public CrashPlan seed(long seed) {
        return changed(order.options().withSeed(seed));
    }

    private static void requireSome(String what, String method, int count) {
        if (count == 0) {
            throw new IllegalArgumentException(
                    "a crash test must be given at least one " + what + ": " + method + "()");
        }
    }

    private static void requirePositive(String subject, String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(subject + " must be at least 1: " + name + "=" + value);
        }
    }

    @Override
    public Stream<DynamicTest> thenCheck(CrashTests.Check check) {
        Objects.requireNonNull(check, "the check of a crash test must not be null");
        return scope.begin(order, check).map(CrashPlanView::tests).orElseGet(Stream::empty);
    }

    private static Stream<DynamicTest> tests(RunningPlan plan) {
        List<String> names = plan.names();
        return IntStream.range(0, names.size())
                .peek(i -> plan.handOut())
                .mapToObj(i -> DynamicTest.dynamicTest(names.get(i), () -> run(plan, i)));
    }

    private static void run(RunningPlan plan, int index) {
        Optional<String> reason = plan.run(index);
        Assumptions.assumeTrue(reason.isEmpty(), reason::orElseThrow);
    }
}
