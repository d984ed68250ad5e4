package dev.multiprocess.internal.cases;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.crash.CrashTests;
import java.util.Optional;

/**
 * A crash test as its user has described it, but for what it checks. Immutable.
 *
 * @param process how its children are started
 * @param preparation of the directory
 * @param work that is crashed
 * @param options of the plan
 */
public record CrashOrder(
        ProcessOptions process,
        Optional<CrashTests.Preparation> preparation,
        CrashTests.Work work,
        PlanOptions options) {}
