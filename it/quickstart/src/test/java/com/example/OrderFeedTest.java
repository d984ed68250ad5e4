package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Results;
import dev.multiprocess.WriterProcess;
import java.util.List;

/** One writer and three readers: four JVMs besides this one. */
class OrderFeedTest {

    @WriterProcess
    static void place(QueueWriter<Order> orders) {
        for (int id = 0; id < 100; id++) {
            orders.put(new Order(id));
        }
    }

    @ReaderProcess(count = 3)
    static int handle(QueueReader<Order> orders) {
        int handled = 0;
        for (Order order : orders) { // ends by itself when the writer is done
            handled++;
        }
        return handled;
    }

    @MultiProcessTest
    void everyOrderIsHandledOnce(@Results("handle") List<Integer> handled) {
        assertThat(handled).hasSize(3);
        assertThat(handled.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    }
}
