package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;

class SmallestTest {

    @MultiProcessTest
    void aChildEndsWell(Processes processes) {
        processes.start(() -> {}).join();
    }
}
