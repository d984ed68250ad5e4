package dev.multiprocess.pool;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Disabled;

/** A pool is an executor for the test JVM. */
@Disabled("pools cannot be made yet")
class ProcessPoolContractTests extends ExecutorContractTestBase {

    @Override
    public ExecutorService newExecutor(int workers) {
        return TestPools.newPool(processes, "pool", workers);
    }
}
