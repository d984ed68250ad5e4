package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;

class CarelessTest {

    @MultiProcessTest
    void aChildLeavesAProcessBehind(Processes processes) {
        processes.start("starter", () -> leaveSleeper()).join();
    }

    /**
     * The shell ends at once, so that nobody knows the sleeper any more; nor does it seem to belong to this test JVM, which
     * would end it itself.
     */
    private static void leaveSleeper() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "MULTIPROCESS_OWNER=2147483647@1 sleep 300 <&- >/dev/null 2>&1 & echo $! >> target/left.pids")
                .start()
                .waitFor();
    }
}
