package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogTest.class);

    // snippet: log
    @MultiProcessTest
    void eachChildHasALogFile(Processes processes) throws IOException {
        LOG.info("the test JVM logs");
        ProcessGroup<Void> nodes = processes
                .with(o -> o.systemProperty("process", "{name}"))
                .startEach(2, "node", index -> LOG.info("node {} logs", index));
        nodes.join();

        assertThat(nodes.get(0).output()).containsExactly("INFO LogTest - node 0 logs");
        assertThat(Files.readString(Path.of("target/logs/node-2.log")))
                .contains("node 1 logs")
                .hasLineCount(1);
        assertThat(Files.readString(Path.of("target/logs/test.log")))
                .contains("the test JVM logs")
                .hasLineCount(1);
    }
    // end
}
