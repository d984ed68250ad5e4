package dev.multiprocess.pool;

import dev.multiprocess.Processes;
import dev.multiprocess.kit.MostlyNightly;
import java.util.concurrent.ExecutorService;

/** A pool is an executor for a child that captured it. */
@MostlyNightly
class ProcessPoolInChildContractTests extends ExecutorContractTestBase {

    @Override
    public ExecutorService newExecutor(int workers) {
        return processes.pool("pool", workers);
    }

    @Override
    public void check(int workers, Body body) {
        ExecutorService executor = newExecutor(workers);
        Processes ofTest = processes;
        processes.start("caller", () -> body.run(executor, ofTest)).join();
    }
}
