package com.example.shop.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Shop;
import com.example.shop.stock.Item;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;

class CustomerTest {

    @MultiProcessTest
    void childrenAreInTheModulesOfTheTest(Processes processes, ProcessQueue<Item> items) throws InterruptedException {
        String module = processes
                .start("customer", () -> {
                    items.put(new Shop().first());
                    return CustomerTest.class.getModule().getName();
                })
                .result();
        assertThat(module).isEqualTo("com.example.shop.tests");
        assertThat(items.take()).isEqualTo(new Item("com.example.shop", "bread"));
    }
}
