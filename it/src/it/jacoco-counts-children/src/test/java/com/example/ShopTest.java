package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.util.concurrent.CountDownLatch;

class ShopTest {

    @MultiProcessTest(stopGrace = "30s") // coverage is written by a shutdown hook
    void childrenRunTheCode(Processes processes, ProcessQueue<String> seen) throws InterruptedException {
        assertThat(processes.start("buyer", () -> Shop.buy()).result()).isEqualTo("bread");
        ChildProcess<Void> browser = processes.start("browser", () -> {
            seen.put(Shop.browse());
            new CountDownLatch(1).await();
        });
        assertThat(seen.take()).isEqualTo("cake");
        browser.stop();
    }
}
