package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {

    // snippet: nodes
    record Node(int port, String directory) {}

    @MultiProcessTest
    void eachNodeHasAPortAndADirectory(Processes processes, ProcessQueue<Node> nodes, @TempDir Path data)
            throws Exception {
        Files.createDirectory(data.resolve("node-1"));
        Files.createDirectory(data.resolve("node-2"));
        processes
                .with(o -> o.daemon(true).workingDirectory(data.resolve("{name}")))
                .start(2, "node", () -> {
                    ServerSocket server = new ServerSocket(0); // a free port, from the operating system
                    nodes.put(new Node(server.getLocalPort(), System.getProperty("user.dir")));
                    new CountDownLatch(1).await();
                });

        List<Node> both = List.of(nodes.take(), nodes.take());
        assertThat(both).extracting(Node::port).doesNotHaveDuplicates();
        assertThat(both)
                .extracting(Node::directory)
                .containsExactlyInAnyOrder(
                        data.toRealPath().resolve("node-1").toString(),
                        data.toRealPath().resolve("node-2").toString());
    }
    // end
}
