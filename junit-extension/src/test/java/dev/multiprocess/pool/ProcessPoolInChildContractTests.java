package dev.multiprocess.pool;

import dev.multiprocess.Processes;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Disabled;

/** A pool is an executor for a child that captured it. */
@Disabled("pools cannot be made yet")
class ProcessPoolInChildContractTests extends ExecutorContractTestBase {

    @Override
    public ExecutorService newExecutor(int workers) {
        return TestPools.newPool(processes, "pool", workers);
    }

    @Override
    public void check(int workers, Body body) {
        ExecutorService executor = newExecutor(workers);
        Processes ofTest = processes;
        processes.start("caller", () -> body.run(executor, ofTest)).join();
    }
}
