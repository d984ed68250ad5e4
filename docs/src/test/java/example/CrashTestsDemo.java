package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@MultiProcess
class CrashTestsDemo {

    // snippet: everything
    @TestFactory
    Stream<DynamicTest> noLineIsLost(CrashTests crashes) {
        return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                .run((directory, promises) -> {
                    Notes.add(directory, "two");
                    promises.add("two");
                })
                .atEveryFileOperation()
                .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                .failing(IoFault.noSpace(), IoFault.failedWrite(), IoFault.failedForce())
                .thenCheck((directory, promised) -> assertThat(Files.readAllLines(directory.resolve("notes")))
                        .startsWith("one")
                        .containsAll(promised));
    }
    // end

    // snippet: checkpoints
    @TestFactory
    Stream<DynamicTest> noLineIsLostBetweenTwo(CrashTests crashes, Checkpoints checkpoints) {
        return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                .run((directory, promises) -> {
                    for (String line : List.of("two", "three")) {
                        Notes.add(directory, line);
                        promises.add(line);
                        checkpoints.reach("added");
                    }
                })
                .atCheckpoints("added")
                .losing(Unsynced.ALL)
                .thenCheck((directory, promised) -> assertThat(Files.readAllLines(directory.resolve("notes")))
                        .containsAll(promised));
    }
    // end

    // snippet: instants
    @TestFactory
    Stream<DynamicTest> noLineIsLostAtAnyTime(CrashTests crashes) {
        return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                .run((directory, promises) -> {
                    for (int i = 0; i < 100; i++) {
                        Notes.add(directory, "line " + i);
                        promises.add("line " + i);
                    }
                })
                .atRandomInstants(10)
                .within(Duration.ofMinutes(1))
                .thenCheck((directory, promised) -> assertThat(Files.readAllLines(directory.resolve("notes")))
                        .containsAll(promised));
    }
    // end

    // snippet: recovery
    @TestFactory
    Stream<DynamicTest> tidyingUpIsSafe(CrashTests crashes) {
        return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                .run((directory, promises) -> Notes.add(directory, "two"))
                .alsoInTheCheck()
                .thenCheck((directory, promised) -> {
                    tidyUp(directory);
                    assertThat(Files.readAllLines(directory.resolve("notes"))).startsWith("one");
                });
    }

    static void tidyUp(Path directory) throws Exception {
        Files.deleteIfExists(directory.resolve("notes.new"));
    }
    // end
}
