package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.function.Supplier;

class ShopTest {

    static class Bakery {
        String bake() {
            return "bread";
        }
    }

    // snippet: mock
    @MultiProcessTest
    void theTaskMakesItsMock(Processes processes) {
        ChildProcess<String> shop = processes.start("shop", () -> {
            Bakery bakery = mock(Bakery.class);
            when(bakery.bake()).thenReturn("cake");
            String sold = bakery.bake();
            verify(bakery).bake();
            return sold;
        });
        assertThat(shop.result()).isEqualTo("cake");
    }
    // end

    @MultiProcessTest
    void aVerificationThatFailsInAChild_failsTheTest(Processes processes) {
        ChildProcess<String> idle =
                processes.start("idle", () -> verify(mock(Bakery.class)).bake());
        assertThatThrownBy(idle::result).hasMessageContaining("Wanted but not invoked");
    }

    @MultiProcessTest
    void aMockOfAnInterfaceIsRefused(Processes processes) {
        Supplier<?> mock = mock(Supplier.class);
        assertThatThrownBy(() -> processes.start(() -> mock.get())).hasMessageEndingWith("make the mock in the task");
    }

    @MultiProcessTest
    void aMockOfAClassArrivesAsARealObject(Processes processes) {
        Bakery bakery = mock(Bakery.class);
        when(bakery.bake()).thenReturn("cake");
        assertThat(processes.start(() -> bakery.bake()).result()).isEqualTo("bread");
    }
}
