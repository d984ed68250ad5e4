package dev.multiprocess.pool;

import java.util.concurrent.ExecutorService;

/** A pool is an executor for the test JVM. */
class ProcessPoolContractTests extends ExecutorContractTestBase {

    @Override
    public ExecutorService newExecutor(int workers) {
        return processes.pool("pool", workers);
    }
}
