package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Runs in two builds at once, one of which may be killed meanwhile. */
class SideBySideTest {

    @BeforeAll
    static void beKilledIfWanted() throws IOException {
        Killer.at("begin");
    }

    @MultiProcessTest
    void spawn(Processes processes, ProcessQueue<String> queue) throws IOException {
        allIsOfThisBuild(StartMethod.SPAWN, processes, queue);
    }

    @MultiProcessTest
    void fork(Processes processes, ProcessQueue<String> queue) throws IOException {
        allIsOfThisBuild(StartMethod.FORK, processes, queue);
    }

    @MultiProcessTest
    void forkServer(Processes processes, ProcessQueue<String> queue) throws IOException {
        allIsOfThisBuild(StartMethod.FORK_SERVER, processes, queue);
    }

    private static void allIsOfThisBuild(StartMethod method, Processes processes, ProcessQueue<String> queue)
            throws IOException {
        String mark =
                System.getProperty("build") + " " + ProcessHandle.current().pid();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String line = mark + " " + i;
            ChildProcess<Void> child = processes
                    .with(options -> options.startMethod(method))
                    .start("child-" + i, () -> {
                        System.out.println(line + " " + System.getenv("MULTIPROCESS_OWNER"));
                        queue.put(line);
                    });
            child.join();
            String printed = line + " " + ProcessHandle.current().pid() + "@";
            assertThat(child.output()).singleElement().asString().startsWith(printed);
            assertThat(Files.readString(child.outputFile())).startsWith(printed).hasLineCount(1);
            expected.add(line);
        }
        assertThat(queue.drain()).isEqualTo(expected);
    }
}
