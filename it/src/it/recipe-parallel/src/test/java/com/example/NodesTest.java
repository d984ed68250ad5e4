package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class NodesTest {

    // snippet: nodes
    record Node(int port, Path directory) {}

    @MultiProcessTest
    void eachNodeHasAPortAndADirectory(Processes processes, ProcessQueue<Node> nodes) throws Exception {
        ProcessGroup<Void> group = processes
                .with(o -> o.daemon(true).workingDirectory(Path.of("{directory}")))
                .start(2, "node", () -> {
                    ServerSocket server = new ServerSocket(0); // a free port, from the operating system
                    nodes.put(new Node(server.getLocalPort(), Path.of("").toAbsolutePath()));
                    new CountDownLatch(1).await();
                });

        List<Node> both = List.of(nodes.take(), nodes.take());
        assertThat(both).extracting(Node::port).doesNotHaveDuplicates();
        assertThat(both)
                .extracting(Node::directory)
                .containsExactlyInAnyOrder(
                        group.get(0).directory(), group.get(1).directory());
    }
    // end
}
