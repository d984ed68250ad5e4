package dev.multiprocess.internal.cases;

import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan says. Immutable.
 *
 * @param operations whether at file operations
 * @param checkpoints at which of them
 * @param instants at how many
 * @param killed whether each point is a run that is killed
 * @param losses what is lost, in their order
 * @param faults what fails, in their order
 * @param inCheck whether checks are crashed, too
 * @param most tests
 * @param within from the first test on
 * @param seed of all that is random
 */
public record PlanOptions(
        boolean operations,
        Set<String> checkpoints,
        int instants,
        boolean killed,
        List<Unsynced> losses,
        List<IoFault> faults,
        boolean inCheck,
        Optional<Integer> most,
        Optional<Duration> within,
        long seed) {

    public static PlanOptions defaults() {
        return new PlanOptions(
                false,
                Set.of(),
                0,
                false,
                List.of(Unsynced.NONE),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /** Whether points are made of file operations: also if no other kind was chosen. */
    public boolean atOperations() {
        return operations || checkpoints.isEmpty() && instants == 0;
    }

    /** How many crashes of checks are tried. */
    public int pairs() {
        return most.orElse(CrashPlan.PAIRS);
    }

    public PlanOptions withOperations() {
        return new PlanOptions(true, checkpoints, instants, killed, losses, faults, inCheck, most, within, seed);
    }

    public PlanOptions withCheckpoints(Set<String> points) {
        return new PlanOptions(operations, points, instants, killed, losses, faults, inCheck, most, within, seed);
    }

    public PlanOptions withInstants(int count) {
        return new PlanOptions(operations, checkpoints, count, killed, losses, faults, inCheck, most, within, seed);
    }

    public PlanOptions withKills() {
        return new PlanOptions(operations, checkpoints, instants, true, losses, faults, inCheck, most, within, seed);
    }

    public PlanOptions withLosses(List<Unsynced> chosen) {
        return new PlanOptions(operations, checkpoints, instants, killed, chosen, faults, inCheck, most, within, seed);
    }

    public PlanOptions withFaults(List<IoFault> chosen) {
        return new PlanOptions(operations, checkpoints, instants, killed, losses, chosen, inCheck, most, within, seed);
    }

    public PlanOptions withChecks() {
        return new PlanOptions(operations, checkpoints, instants, killed, losses, faults, true, most, within, seed);
    }

    public PlanOptions withMost(int tests) {
        return new PlanOptions(
                operations, checkpoints, instants, killed, losses, faults, inCheck, Optional.of(tests), within, seed);
    }

    public PlanOptions withTime(Duration time) {
        return new PlanOptions(
                operations, checkpoints, instants, killed, losses, faults, inCheck, most, Optional.of(time), seed);
    }

    public PlanOptions withSeed(long other) {
        return new PlanOptions(operations, checkpoints, instants, killed, losses, faults, inCheck, most, within, other);
    }
}
