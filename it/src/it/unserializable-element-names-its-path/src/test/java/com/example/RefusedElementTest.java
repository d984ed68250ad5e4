package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.WriterProcess;

class RefusedElementTest {

    record Order(int id, Customer customer) {}

    record Customer(String name, Thread caller) {}

    @WriterProcess
    static void place(QueueWriter<Order> orders) {
        orders.put(new Order(1, new Customer("Ada", Thread.currentThread())));
    }

    @ReaderProcess
    static long handle(QueueReader<Order> orders) {
        return orders.stream().count();
    }

    @MultiProcessTest
    void aThreadCannotCross() {}
}
