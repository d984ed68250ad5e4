package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;

class ExitingTest {

    @MultiProcessTest
    void aChildExits(Processes processes) {
        processes.start("leaver", () -> leave());
    }

    private static void leave() {
        System.out.println("goodbye");
        System.exit(0);
    }
}
