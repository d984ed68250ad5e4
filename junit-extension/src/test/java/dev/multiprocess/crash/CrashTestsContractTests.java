package dev.multiprocess.crash;

import static dev.multiprocess.kit.EngineRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What crash tests try, and what they say. */
@Tag("fork")
@Timeout(120)
class CrashTestsContractTests {

    @Test
    void promisesOfWhatIsNotForced_areMissedWhenItIsLost() {
        assertThat(run(UnforcedTestCases.class).failuresByName())
                .containsOnlyKeys("2-all", "3-all", "3-random", "5-all");
    }

    @MultiProcess
    static class UnforcedTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.given(directory -> Files.write(directory.resolve("a.log"), new byte[0]))
                    .run((directory, promises) -> {
                        for (int i = 0; i < 3; i++) {
                            append(directory, (byte) i, i == 1);
                            promises.add("appended " + i);
                        }
                    })
                    .atEveryFileOperation()
                    .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                    .thenCheck((directory, promised) -> assertThat(Files.readAllBytes(directory.resolve("a.log")))
                            .hasSizeGreaterThanOrEqualTo(promised.size()));
        }
    }

    static void append(Path directory, byte value, boolean forced) throws IOException {
        try (FileChannel file = FileChannel.open(directory.resolve("a.log"), StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap(new byte[] {value}));
            if (forced) {
                file.force(true);
            }
        }
    }
}
