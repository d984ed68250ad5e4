package dev.multiprocess.crash;

import static dev.multiprocess.kit.EngineRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.internal.config.MultiProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Crashes of checks, and what a crash test leaves. */
@Tag("fork")
@Timeout(120)
class CrashedCheckTests {

    /** From two directories, one recovery makes the same third one. */
    @Test
    void crashesOfTwoChecksLeaveTheSame_bothFail() {
        assertThat(run(UnsafeRecoveryTestCases.class).failuresByName()).containsOnlyKeys("2-none", "3-none");
    }

    @MultiProcess
    static class UnsafeRecoveryTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.given(directory -> Files.createFile(directory.resolve("data")))
                    .run((directory, promises) -> {
                        Files.createFile(directory.resolve("begun"));
                        Files.move(directory.resolve("begun"), directory.resolve("done"));
                    })
                    .atEveryFileOperation()
                    .alsoInTheCheck()
                    .thenCheck((directory, promised) -> {
                        assertThat(directory.resolve("data")).exists();
                        recover(directory, "begun");
                        recover(directory, "done");
                    });
        }

        /** For a moment there is nothing but what was there before all. */
        static void recover(Path directory, String name) throws IOException {
            if (Files.exists(directory.resolve(name))) {
                Files.delete(directory.resolve(name));
                Files.delete(directory.resolve("data"));
                Files.createFile(directory.resolve("data"));
            }
        }
    }

    @Test
    void allPass_nothingIsLeftButTheSummary() throws IOException {
        run(GoodTestCases.class);

        try (Stream<Path> files = Files.list(MultiProcessOptions.defaults()
                .outputDirectory()
                .resolve(GoodTestCases.class.getName())
                .resolve("survives"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("summary.txt")
                    .doesNotContain("recording", "start");
        }
    }

    @MultiProcess
    static class GoodTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.run((directory, promises) -> Files.createFile(directory.resolve("data")))
                    .atEveryFileOperation()
                    .thenCheck((directory, promised) -> {});
        }
    }
}
