package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
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
}
