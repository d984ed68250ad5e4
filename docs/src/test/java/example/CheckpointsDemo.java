package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointsDemo {

    // snippet: smallest
    @MultiProcessTest
    void aCrashBeforeTheMoveLeavesTheOldSettings(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws IOException {
        String settings = directory.resolve("settings").toString();
        Files.writeString(Path.of(settings), "old");
        checkpoints.hold("written");

        ChildProcess<Void> writer = processes.start("writer", () -> {
            Files.writeString(Path.of(settings + ".new"), "new");
            checkpoints.reach("written");
            Files.move(Path.of(settings + ".new"), Path.of(settings), StandardCopyOption.ATOMIC_MOVE);
        });
        checkpoints.await("written"); // the writer stands exactly there
        writer.kill();

        assertThat(Path.of(settings)).hasContent("old");
    }
    // end

    // snippet: kill
    @MultiProcessTest
    void theThirdEntryIsCutOff(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws IOException {
        String journal = directory.resolve("journal").toString();
        checkpoints.kill("appended", 3);

        ChildProcess<Void> writer = processes.start("writer", () -> {
            for (int entry = 1; entry <= 10; entry++) {
                Journal.append(Path.of(journal), entry);
                checkpoints.reach("appended");
            }
        });

        assertThat(writer.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
        assertThat(Files.readAllLines(Path.of(journal))).containsExactly("1", "2", "3");
    }
    // end

    /** Something to crash. */
    static class Journal {

        static void append(Path file, int entry) throws IOException {
            String before = Files.exists(file) ? Files.readString(file) : "";
            Files.writeString(file, before + entry + "\n");
        }
    }

    // snippet: methods
    @MultiProcessTest
    void whatWasAppendedSurvivesTheCrash(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws IOException {
        String journal = directory.resolve("journal").toString();
        String appended = checkpoints.atExit("example.CheckpointsDemo$Journal#append");
        checkpoints.kill(appended, 3);

        ChildProcess<Void> writer = processes.start("writer", () -> {
            for (int entry = 1; entry <= 10; entry++) {
                Journal.append(Path.of(journal), entry);
            }
        });

        assertThat(writer.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
        assertThat(Files.readAllLines(Path.of(journal))).containsExactly("1", "2", "3");
    }
    // end

    // snippet: order
    @MultiProcessTest
    void aReaderThatComesTooEarlySeesNothing(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws IOException {
        String file = directory.resolve("file").toString();
        checkpoints.order("looked", "writes");

        processes.start("writer", () -> {
            checkpoints.reach("writes");
            Files.writeString(Path.of(file), "text");
        });
        ChildProcess<Boolean> reader = processes.start("reader", () -> {
            boolean found = Files.exists(Path.of(file));
            checkpoints.reach("looked");
            return found;
        });

        assertThat(reader.result()).isFalse();
    }
    // end

    // snippet: every-order
    /** Adds one to the number in a file, and asks no one else. */
    static void increment(Checkpoints checkpoints, String name, Path counter) throws IOException {
        checkpoints.reach(name + "-reads");
        int number = Integer.parseInt(Files.readString(counter));
        checkpoints.reach(name + "-writes");
        Files.writeString(counter, String.valueOf(number + 1));
    }

    @MultiProcess
    @TestFactory
    Stream<DynamicTest> countsTwo(Processes processes, Checkpoints checkpoints, @TempDir Path directory) {
        return DynamicTest.stream(
                Checkpoints.allOrders(List.of("a-reads", "a-writes"), List.of("b-reads", "b-writes")), order -> {
                    String counter =
                            directory.resolve("counter-" + order.number()).toString();
                    Files.writeString(Path.of(counter), "0");
                    checkpoints.order(order);
                    processes.start("a", () -> increment(checkpoints, "a", Path.of(counter)));
                    processes.start("b", () -> increment(checkpoints, "b", Path.of(counter)));

                    processes.children().forEach(ChildProcess::join);
                    // 2 in the orders 1 and 6, and 1 in the four others
                    assertThat(Path.of(counter)).hasContent(isSerial(order) ? "2" : "1");
                });
    }
    // end

    private static boolean isSerial(Checkpoints.Order order) {
        return order.number() == 1 || order.number() == 6;
    }

    // snippet: parameters
    static Stream<Checkpoints.Order> orders() {
        return Checkpoints.allOrders(List.of("a-opens", "a-locks"), List.of("b-opens", "b-locks"));
    }

    @MultiProcess
    @ParameterizedTest
    @MethodSource("orders")
    void everyOrderIsPlayed(Checkpoints.Order order, Processes processes, Checkpoints checkpoints) {
        checkpoints.order(order);
        for (String name : List.of("a", "b")) {
            processes.start(name, () -> {
                checkpoints.reach(name + "-opens");
                checkpoints.reach(name + "-locks");
            });
        }
        processes.children().forEach(ChildProcess::join);
        assertThat(checkpoints.counts().keySet()).containsAll(order.steps());
    }
    // end
}
