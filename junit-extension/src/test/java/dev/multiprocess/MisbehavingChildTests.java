package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A child that destroys what it can reach, beside four that work: nobody else notices (P12, Q5, Q11). */
@Tag("fork")
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are found as Linux shows them")
class MisbehavingChildTests {

    private static final int WORKERS = 4;
    private static final int EACH = 20_000;
    private static final int FIRST_DESCRIPTOR = 3;
    private static final int LAST_DESCRIPTOR = 255;

    private static Misdeed misdeed;
    private static StartMethod startMethod;

    /** What it does to all of its descriptors but the standard ones, without having been told of any. */
    enum Misdeed {
        CLOSE,
        WRITE_GARBAGE,
        WRITE_GARBAGE_AND_CLOSE;

        void commit() throws Exception {
            Constructor<FileDescriptor> maker = FileDescriptor.class.getDeclaredConstructor(int.class);
            maker.setAccessible(true);
            Method close = FileDescriptor.class.getDeclaredMethod("close0");
            close.setAccessible(true);
            byte[] garbage = new byte[200];
            new Random(1).nextBytes(garbage);
            if (this != CLOSE) {
                for (int number = FIRST_DESCRIPTOR; number <= LAST_DESCRIPTOR; number++) {
                    write(maker.newInstance(number), garbage);
                }
            }
            for (int number = FIRST_DESCRIPTOR; this != WRITE_GARBAGE && number <= LAST_DESCRIPTOR; number++) {
                try {
                    close.invoke(maker.newInstance(number));
                } catch (InvocationTargetException e) {
                    // There is none of that number.
                }
            }
        }

        private static void write(FileDescriptor descriptor, byte[] garbage) {
            // Not closed: that is another misdeed.
            @SuppressWarnings("resource")
            FileOutputStream out = new FileOutputStream(descriptor);
            try {
                out.write(garbage);
            } catch (IOException e) {
                // There is none of that number, or it is only read.
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Misdeed.class)
    void childHarmsItsDescriptors_onlyItIsLost(Misdeed kind) {
        misdeed = kind;
        for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.FORK_SERVER)) {
            startMethod = method;
            assertThat(run(HarmsDescriptorsTestCases.class)).passes(2);
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class HarmsDescriptorsTestCases {

        @MultiProcessTest(timeout = "60s")
        @Order(1)
        void othersWorkOn(
                Processes processes,
                @QueueName("work") ProcessQueue<Integer> work,
                @QueueName("done") ProcessQueue<Integer> done)
                throws InterruptedException {
            Processes starting = processes.with(options -> options.startMethod(startMethod));
            ProcessGroup<Void> workers = starting.start(WORKERS, "worker", () -> {
                for (Integer number : work.reader()) {
                    done.put(number);
                }
            });
            Misdeed wanted = misdeed;
            QueueReader<Integer> looked = work.reader();
            ChildProcess<Void> bad = starting.with(
                            options -> options.jvmArgs("--add-opens=java.base/java.io=ALL-UNNAMED"))
                    .start("bad", () -> {
                        done.offer(-1);
                        looked.isEnded();
                        wanted.commit();
                        Thread.currentThread().join();
                    });
            QueueWriter<Integer> writer = work.writer();
            int count = WORKERS * EACH;
            for (int number = 0; number < count / 2; number++) {
                writer.put(number);
            }
            assertThatThrownBy(bad::join)
                    .isInstanceOf(ChildFailedException.class)
                    .hasMessageContaining("since its link to the test JVM ");
            for (int number = count / 2; number < count; number++) {
                writer.put(number);
            }
            writer.close();
            workers.join();

            assertThat(done.drain().stream().filter(number -> number >= 0))
                    .hasSize(count)
                    .doesNotHaveDuplicates();
            assertThat(bad.awaitExit().end()).isEqualTo(ExitStatus.End.LOST);
        }

        @MultiProcessTest(timeout = "60s")
        @Order(2)
        void laterTest_hasAllItNeeds(Processes processes, ProcessQueue<String> queue) throws InterruptedException {
            processes.with(options -> options.startMethod(startMethod)).start("child", () -> queue.put("done"));

            assertThat(queue.take()).isEqualTo("done");
        }
    }

    // ---- files

    @Test
    void childDeletesTheTestJvmsDirectory_laterTestsHaveAnother() {
        for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.FORK_SERVER)) {
            startMethod = method;
            assertThat(run(DeletesDirectoriesTestCases.class)).passes(2);
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class DeletesDirectoriesTestCases {

        @MultiProcessTest(timeout = "60s")
        @Order(1)
        void othersWorkOn(Processes processes, ProcessQueue<Integer> numbers) {
            Processes starting = processes.with(options -> options.startMethod(startMethod));
            ProcessGroup<Void> writers = starting.start(WORKERS, "writer", index -> {
                QueueWriter<Integer> writer = numbers.writer();
                writer.put(index);
                writer.close();
                return null;
            });
            writers.join();

            starting.start("bad", () -> deleteAll(privateDirectory())).join();

            assertThat(numbers.drain())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, WORKERS).boxed().toList());
            assertThat(starting.start("later", () -> "fine").result()).isEqualTo("fine");
        }

        @MultiProcessTest(timeout = "60s")
        @Order(2)
        void laterTest_hasAllItNeeds(Processes processes, ProcessQueue<String> queue) throws InterruptedException {
            processes.with(options -> options.startMethod(startMethod)).start("child", () -> queue.put("done"));

            assertThat(queue.take()).isEqualTo("done");
        }

        private static Path privateDirectory() {
            return Path.of(Stream.of(System.getProperty("sun.java.command").split(" "))
                    .filter(word -> word.contains("mpj-"))
                    .findFirst()
                    .orElseThrow());
        }

        private static void deleteAll(Path directory) throws IOException {
            while (Files.exists(directory)) {
                try (Stream<Path> all = Files.walk(directory)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(path);
                    }
                } catch (DirectoryNotEmptyException e) {
                    // A JVM that is started in advance has made a file meanwhile.
                } catch (UncheckedIOException e) {
                    if (!(e.getCause() instanceof NoSuchFileException)) {
                        throw e.getCause();
                    }
                    // One has removed a file meanwhile.
                }
            }
        }
    }
}
