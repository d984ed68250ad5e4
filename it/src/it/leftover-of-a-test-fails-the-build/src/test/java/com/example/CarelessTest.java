package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;

class CarelessTest {

    @MultiProcessTest
    void aChildLeavesAProcessBehind(Processes processes) {
        processes.start("starter", () -> leaveSleeper()).join();
    }

    /** The shell ends at once, so that nobody knows the sleeper any more. */
    private static void leaveSleeper() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "sleep 300 <&- >/dev/null 2>&1 & echo $! > target/left.pid")
                .start()
                .waitFor();
    }
}
