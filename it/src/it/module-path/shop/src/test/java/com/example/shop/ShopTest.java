package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.stock.Item;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;

class ShopTest {

    @MultiProcessTest
    void childrenSeeTheModule(Processes processes, ProcessQueue<Item> items) throws InterruptedException {
        processes.start("shop", () -> items.put(new Shop().first())).join();
        assertThat(items.take()).isEqualTo(new Item("com.example.shop", "bread"));
    }
}
