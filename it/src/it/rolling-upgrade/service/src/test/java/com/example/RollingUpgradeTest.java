package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.journal.Journal;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the old and of the new release work on one journal, as they do while a service is upgraded. */
class RollingUpgradeTest {

    @MultiProcessTest
    void oldAndNewReadWhatBothHaveWritten(Processes processes, @TempDir Path directory) {
        Path file = directory.resolve("journal");
        // Not in a static field: children initialize this class too, and do not have the test JVM's properties.
        Path old = Path.of(System.getProperty("journal.old"));
        Processes oldRelease = processes.with(
                options -> options.withoutFromClassPath("journal-2*").prependClassPath(old));

        assertThat(oldRelease.start("old-writer", () -> append(file, "first")).result())
                .isEqualTo(1);
        assertThat(processes.start("new-writer", () -> append(file, "second")).result())
                .isEqualTo(2);
        List<String> seenByOld = oldRelease
                .start("old-reader", () -> new Journal(file).entries())
                .result();
        List<String> seenByNew =
                processes.start("new-reader", () -> new Journal(file).entries()).result();

        assertThat(seenByOld).containsExactly("first", "second").isEqualTo(seenByNew);
    }

    private static int append(Path file, String entry) throws Exception {
        new Journal(file).append(entry);
        // Not the constant, which the compiler of this class has written in.
        return Journal.class.getField("RELEASE").getInt(null);
    }
}
