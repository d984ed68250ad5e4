package dev.multiprocess.internal.jupiter;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.cases.CrashOrder;
import dev.multiprocess.internal.cases.PlanOptions;
import dev.multiprocess.internal.crash.ScopedCrashTests;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Crash tests of one test, as far as its user has described them. Immutable. */
record CrashTestsView(ScopedCrashTests scope, ProcessOptions options, Optional<Preparation> preparation)
        implements CrashTests {

    /** Without a preparation. */
    static CrashTests of(ScopedCrashTests scope) {
        return new CrashTestsView(scope, ProcessOptions.defaults(), Optional.empty());
    }

    @Override
    public CrashTests with(UnaryOperator<ProcessOptions> change) {
        ProcessOptions changed = Objects.requireNonNull(change, "the change of options must not be null")
                .apply(options);
        return new CrashTestsView(
                scope, Objects.requireNonNull(changed, "the changed options must not be null"), preparation);
    }

    @Override
    public CrashTests given(Preparation first) {
        Objects.requireNonNull(first, "the preparation of a crash test must not be null");
        return new CrashTestsView(scope, options, Optional.of(first));
    }

    @Override
    public CrashPlan run(Work work) {
        Objects.requireNonNull(work, "the work of a crash test must not be null");
        scope.describe();
        return new CrashPlanView(scope, new CrashOrder(options, preparation, work, PlanOptions.defaults()));
    }
}
