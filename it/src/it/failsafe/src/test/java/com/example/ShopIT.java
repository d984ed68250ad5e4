package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;

class ShopIT {

    @MultiProcessTest
    void childrenUseTheJar(Processes processes) {
        assertThat(System.getProperty("multiprocess.timeout")).isEqualTo("50s");
        ChildProcess<String> customer = processes.start("customer", () -> {
            System.out.println("bought " + Shop.buy());
            return Shop.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
        });
        assertThat(customer.result()).endsWith("/failsafe-1.0-SNAPSHOT.jar");
    }
}
