package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;

class ShopTest {

    @MultiProcessTest
    void optionsArrive_andAProcessIsLeft(Processes processes) {
        assertThat(System.getProperty("multiprocess.timeout")).isEqualTo("50s");
        processes.start("starter", () -> leaveSleeper()).join();
    }

    /** It does not seem to belong to this test JVM, which would end it itself. */
    private static void leaveSleeper() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "MULTIPROCESS_OWNER=2147483647@1 sleep 300 <&- >/dev/null 2>&1 & echo $! >> target/left.pids")
                .start()
                .waitFor();
    }
}
