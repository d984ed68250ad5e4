package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;

class ShopTest {

    record Item(String module, String name) {}

    @MultiProcessTest
    void childrenSeeTheModule(Processes processes, ProcessQueue<Item> items) throws InterruptedException {
        processes
                .start("shop", () -> items.put(new Item(Shop.class.getModule().getName(), new Shop().catalogue())))
                .join();
        assertThat(items.take()).isEqualTo(new Item("com.example.shop", "bread"));
    }
}
