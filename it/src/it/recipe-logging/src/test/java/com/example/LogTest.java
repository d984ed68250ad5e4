package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogTest.class);

    // snippet: log
    @MultiProcessTest
    void eachChildHasALogFile(Processes processes) {
        LOG.info("the test JVM logs");
        ProcessGroup<Void> nodes = processes.startEach(2, "node", index -> LOG.info("node {} logs", index));
        nodes.join();

        assertThat(nodes.get(0).output()).containsExactly("INFO LogTest - node 0 logs");
        assertThat(nodes.get(1).directory().resolve("app.log")).content().endsWith("INFO LogTest - node 1 logs\n");
        assertThat(Path.of("target/logs/app.log")).content().endsWith("INFO LogTest - the test JVM logs\n");
    }
    // end
}
