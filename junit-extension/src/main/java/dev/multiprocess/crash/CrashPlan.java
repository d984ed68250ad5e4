package dev.multiprocess.crash;

import java.time.Duration;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.DynamicTest;

/**
 * Where a run is crashed, what is lost with it, and how much of that is tried. Immutable and thread-safe; methods return a
 * new object.
 *
 * <p>Without further words the run is crashed at every file operation, and nothing is lost with it. One run is recorded,
 * and what a crash would have left is rebuilt from the recording. Where that cannot be known, because the run has written
 * through mapped memory, in native code or in other processes, a run is killed at each point instead, and a line says so.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface CrashPlan {

    /** How many crashes within checks are tried, unless {@link #atMost} says otherwise. */
    int PAIRS = 200;

    /**
     * Crashes right before each file operation below the directory, after the last, and in the middle of writes: where the
     * offset in the file is a multiple of 512, at the first and the last such place and at one that the seed decides.
     *
     * @return with these points
     */
    CrashPlan atEveryFileOperation();

    /**
     * Crashes each time the run reaches one of some checkpoints.
     *
     * @param points their names, as for {@link dev.multiprocess.Checkpoints#reach}
     * @return with these points
     */
    CrashPlan atCheckpoints(String... points);

    /**
     * Kills a run at random instants between its start and its end: for what is not seen as a file operation, such as that
     * of native code.
     *
     * @param count how many
     * @return with these points
     */
    CrashPlan atRandomInstants(int count);

    /**
     * Runs the work anew for each point, and kills it there by SIGKILL, instead of rebuilding what that would leave.
     *
     * @return with real kills
     */
    CrashPlan killed();

    /**
     * Says what is lost with a crash; each point is tried with each of them.
     *
     * @param first in place of {@link Unsynced#NONE}
     * @param more others
     * @return with these losses
     */
    CrashPlan losing(Unsynced first, Unsynced... more);

    /**
     * Lets file operations fail, in addition to crashes: a run for each operation that a fault concerns, in which that one
     * fails and the run continues. The check gets what had been promised at the end of that run; the run itself may throw.
     *
     * @param faults which
     * @return with these faults
     */
    CrashPlan failing(IoFault... faults);

    /**
     * Crashes each check, too, at its own file operations, and checks what that leaves: a recovery must survive a crash as
     * well. The second crash has the loss of the first; if that has lost nothing, it has the other losses of the plan as
     * well, which then concern what neither the run nor the check has forced. At most {@value #PAIRS} of these pairs are
     * tried, or as many as {@link #atMost} says.
     *
     * @return with crashes of checks
     */
    CrashPlan alsoInTheCheck();

    /**
     * Bounds the number of tests, which are chosen evenly among all.
     *
     * @param tests at least 1
     * @return bounded
     */
    CrashPlan atMost(int tests);

    /**
     * Bounds the time: tests that have not begun by then are skipped.
     *
     * @param time from the start of the first test
     * @return bounded
     */
    CrashPlan within(Duration time);

    /**
     * Replaces what decides about everything that is random: losses, places in writes, instants.
     *
     * @param seed in place of 1
     * @return with this seed
     */
    CrashPlan seed(long seed);

    /**
     * Records the run, and makes a test of each point and each loss.
     *
     * <p>The system property {@code multiprocess.crash}, with the name of one as its failure says it, leaves that one only.
     * The test fails at its end if these tests are not returned to JUnit.
     *
     * @param check what must be true after each crash
     * @return tests in the order of the points; nothing but the recording has run when this returns
     * @throws dev.multiprocess.NotTransferableException if the check cannot be sent to a child
     * @throws dev.multiprocess.MultiProcessConfigurationException if the run does nothing to files below its directory, or
     *     does not reach a checkpoint that was chosen
     */
    Stream<DynamicTest> thenCheck(CrashTests.Check check);
}
