package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

class StartMethodsDemo {

    // snippet: choose
    @MultiProcessTest(startMethod = StartMethod.FORK_SERVER)
    void childrenComeFromTheForkServer(Processes processes) {
        ChildProcess<Integer> quick = processes.start("quick", () -> 1);
        ChildProcess<Integer> isolated = processes
                .with(options -> options.startMethod(StartMethod.SPAWN))
                .start("isolated", () -> 2);

        assertThat(quick.result() + isolated.result()).isEqualTo(3);
    }
    // end

    // snippet: fork
    static Path database;

    @MultiProcessTest(startMethod = StartMethod.FORK)
    void aForkedChildSeesWhatTheTestHasSetUp(Processes processes) throws Exception {
        database = Files.createTempFile("orders", ".db");
        System.setProperty("orders.mode", "strict");

        ChildProcess<String> child =
                processes.start("reader", () -> database + " " + System.getProperty("orders.mode"));

        assertThat(child.result()).isEqualTo(database + " strict");
    }
    // end

    @AfterEach
    void cleanUp() throws Exception {
        System.clearProperty("orders.mode");
        if (database != null) {
            Files.delete(database);
            database = null;
        }
    }
}
