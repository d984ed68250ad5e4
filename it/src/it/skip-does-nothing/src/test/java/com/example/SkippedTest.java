package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;

class SkippedTest {

    @MultiProcessTest
    void nothingOfThePluginReachesTheTest(Processes processes) {
        assertThat(System.getProperty("multiprocess.timeout")).isNull();
        assertThat(System.getProperty("multiprocess.session")).isNull();
        processes.start("starter", () -> leaveSleeper()).join();
    }

    private static void leaveSleeper() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "sleep 300 <&- >/dev/null 2>&1 & echo $! > target/left.pid")
                .start()
                .waitFor();
    }
}
