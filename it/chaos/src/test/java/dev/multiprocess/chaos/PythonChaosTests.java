package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Does the same to Python's queue, for comparison; the result is printed and not judged. */
@EnabledIfSystemProperty(named = "chaos.python", matches = "true")
class PythonChaosTests {

    private static final Settings SETTINGS = Settings.read();

    @Test
    void processesDieAtRandomInstants_tableIsPrinted() throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        "python3", "src/test/python/chaos_queue.py", "" + SETTINGS.kills(), "" + SETTINGS.seed())
                .redirectErrorStream(true)
                .start();
        try {
            python.inputReader().lines().forEach(System.out::println);
            assertThat(python.waitFor()).as("exit code of python3").isZero();
        } finally {
            python.descendants().forEach(ProcessHandle::destroyForcibly);
            python.destroyForcibly();
        }
    }
}
