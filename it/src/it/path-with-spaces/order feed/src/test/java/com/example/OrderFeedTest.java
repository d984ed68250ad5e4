package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class OrderFeedTest {

    record Order(int id, String directory) {}

    @MultiProcessTest
    void childrenLiveInTheSameDirectory(Processes processes, ProcessQueue<Order> orders)
            throws IOException, InterruptedException {
        processes
                .start(
                        "place",
                        () -> orders.put(
                                new Order(1, Path.of("").toAbsolutePath().toString())))
                .join();
        assertThat(orders.take())
                .isEqualTo(new Order(1, Path.of("").toAbsolutePath().toString()));
    }

    /** The archive is made in the background when the first child could have used it. */
    @MultiProcessTest(startMethod = StartMethod.FORK)
    void archiveOfClassesIsMadeAndUsed(Processes processes) throws IOException {
        ChildProcess<Void> child;
        do {
            child = processes.start(() -> {});
            child.join();
            assertThat(howStarted(child)).doesNotContain("none could be made");
        } while (!howStarted(child).contains("over the class-data archive"));
    }

    private static String howStarted(ChildProcess<?> child) throws IOException {
        return Files.readString(child.outputFile().resolveSibling(child.name() + ".launch.txt"));
    }
}
