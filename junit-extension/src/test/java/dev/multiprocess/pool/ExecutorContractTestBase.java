package dev.multiprocess.pool;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.Processes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Has the processes of the test at hand. */
@Tag("fork")
@MultiProcess(timeout = "40s")
@Timeout(60)
abstract class ExecutorContractTestBase implements ExecutorContract {

    /** Of the test that is running. */
    protected Processes processes;

    @BeforeEach
    void begin(Processes ofTest) {
        processes = ofTest;
    }

    @Override
    public void check(int workers, Body body) throws Exception {
        body.run(newExecutor(workers), processes);
    }
}
