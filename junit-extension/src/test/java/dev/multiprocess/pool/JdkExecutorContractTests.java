package dev.multiprocess.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** The contract asks for no more than the JDK's own executor does. */
class JdkExecutorContractTests extends ExecutorContractTestBase {

    private final List<ExecutorService> made = new ArrayList<>();

    @Override
    public ExecutorService newExecutor(int workers) {
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        made.add(executor);
        return executor;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (ExecutorService each : made) {
            each.shutdownNow();
            assertThat(each.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
