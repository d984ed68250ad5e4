package dev.multiprocess.chaos;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The test of {@link RoundRun}, which sets the plan and gets the result. */
class RoundTestCases {

    static Round round;
    static RoundResult result;

    @MultiProcessTest(timeout = "5m")
    void everyElementIsAccountedFor(Processes processes, @TempDir Path directory) throws IOException {
        result = new RoundPlay(round, new RoundFolder(directory), processes).play();
    }
}
