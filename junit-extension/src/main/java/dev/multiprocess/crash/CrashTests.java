package dev.multiprocess.crash;

import dev.multiprocess.ProcessOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * Tests what the next process finds if the one that works on a directory dies: right before each file operation, in the
 * middle of a write, at checkpoints, or at random instants, with or without what was not forced to the disk. Injected
 * into a {@code @TestFactory} method.
 *
 * <pre>{@code
 * @MultiProcess
 * @TestFactory
 * Stream<DynamicTest> everyTransferSurvives(CrashTests crashes) {
 *     return crashes.given(dir -> Bank.open(dir, 1_000))
 *             .run((dir, promises) -> {
 *                 Bank.transfer(dir, 100);
 *                 promises.add("transferred 100");
 *             })
 *             .atEveryFileOperation()
 *             .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
 *             .thenCheck((dir, promised) -> {
 *                 assertThat(Bank.sum(dir)).isEqualTo(1_000);
 *                 assertThat(Bank.transfers(dir)).hasSizeGreaterThanOrEqualTo(promised.size());
 *             });
 * }
 * }</pre>
 *
 * <p>Each of the three lambdas runs in a child JVM of its own; what they capture is copied, as for {@link
 * dev.multiprocess.ProcessTask}. The directories of the run and of the checks have different paths: files must not contain
 * the path of the directory.
 *
 * <p>Immutable and thread-safe; methods return a new object.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface CrashTests {

    /**
     * Changes how the children are started.
     *
     * @param change applied to the options of now
     * @return for children with the changed options
     */
    CrashTests with(UnaryOperator<ProcessOptions> change);

    /**
     * Says what is in the directory before the run; without this it is empty.
     *
     * @param preparation runs once, in a child; what it does is not recorded
     * @return for runs in a directory that was prepared so
     */
    CrashTests given(Preparation preparation);

    /**
     * Says what is to be crashed.
     *
     * @param work runs in a child, once where states can be rebuilt from its recording, and once for each point otherwise;
     *     it should do the same each time
     * @return says where it is crashed
     */
    CrashPlan run(Work work);

    /** Prepares a directory. */
    @FunctionalInterface
    interface Preparation extends Serializable {

        /**
         * Runs in a child.
         *
         * @param directory empty
         * @throws Exception to fail the factory
         */
        void prepare(Path directory) throws Exception;
    }

    /** What may be crashed. */
    @FunctionalInterface
    interface Work extends Serializable {

        /**
         * Runs in a child.
         *
         * @param directory has what was prepared; operations below it are recorded
         * @param promises takes what must be true after a crash from then on
         * @throws Exception to fail the factory, if nothing has made it fail
         */
        void run(Path directory, Promises promises) throws Exception;
    }

    /** What must be true after a crash. */
    @FunctionalInterface
    interface Check extends Serializable {

        /**
         * Runs in a fresh child, as the process that comes after the crash: it may recover and change what it finds.
         *
         * @param directory as the crash has left it
         * @param promised what had been promised before the crash, in its order
         * @throws Exception to fail the test of this crash, as any other failure
         */
        void check(Path directory, List<String> promised) throws Exception;
    }
}
