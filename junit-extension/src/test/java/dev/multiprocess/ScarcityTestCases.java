package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.kit.Children;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The tests that {@link ScarcityTests} runs in test JVMs that have little of something. */
final class ScarcityTestCases {

    private ScarcityTestCases() {}

    static class LargeElements {

        private static final int COUNT = 300;
        private static final int BYTES = 20_000;

        @MultiProcessTest(timeout = "1m")
        void allArriveInOrder(Processes processes, ProcessQueue<int[]> queue) throws InterruptedException {
            QueueWriter<int[]> writer = queue.writer();
            processes
                    .start("writer", () -> {
                        for (int i = 0; i < COUNT; i++) {
                            int[] element = new int[BYTES / Integer.BYTES];
                            Arrays.fill(element, i + (1 << 30));
                            writer.put(element);
                        }
                    })
                    .join();

            assertThat(queue.statistics().bytes()).isGreaterThan((long) COUNT * BYTES);
            for (int i = 0; i < COUNT; i++) {
                assertThat(queue.take()).hasSize(BYTES / Integer.BYTES).containsOnly(i + (1 << 30));
            }
        }
    }

    static class ManyElements {

        @MultiProcessTest(timeout = "1m")
        void refusedPutLosesNothing(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            QueueWriter<Integer> writer = queue.writer();
            int count = processes
                    .start("writer", () -> {
                        int put = 0;
                        try {
                            while (true) {
                                writer.put(put);
                                put++;
                            }
                        } catch (IllegalStateException e) {
                            assertThat(e)
                                    .hasMessageStartingWith("queue 'queue' with " + put + " elements cannot grow:"
                                            + " there is no room in ")
                                    .hasMessageEndingWith("; nothing was put");
                        }
                        return put;
                    })
                    .result();

            assertThat(queue.size()).isEqualTo(count).isPositive();
            for (int i = 0; i < count; i++) {
                assertThat(queue.take()).isEqualTo(i);
            }
            queue.put(-1);
            assertThat(queue.take()).isEqualTo(-1);
        }
    }

    static class ManyQueues {

        private static final int COUNT = 300;

        @MultiProcessTest(timeout = "1m")
        void childUsesThemAll(Processes processes) {
            // The classes that a child needs are loaded while there are descriptors to read them with.
            processes.start("first", () -> {}).join();
            List<ProcessQueue<Integer>> queues = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                queues.add(processes.queue("queue-" + i));
            }
            ChildProcess<Void> child = processes.start("child", () -> {
                for (int i = 0; i < COUNT; i++) {
                    queues.get(i).put(i);
                }
            });

            assertThatThrownBy(child::join).hasStackTraceContaining("Too many open files");
        }
    }

    static class ManyChildren {

        @MultiProcessTest(timeout = "1m")
        void oneMoreThanCanBe(Processes processes) {
            for (int i = 0; ; i++) {
                processes.start("child-" + i, Children::waitForEver);
            }
        }
    }

    static class FewDescriptors {

        private static final int ENOUGH = 20;

        private final Deque<InputStream> taken = new ArrayDeque<>();

        @MultiProcessTest(timeout = "1m")
        void queueThatCannotBeMade_failsAndIsMadeLater(Processes processes) throws Exception {
            loadClasses();
            loadLibraries();
            int failures = 0;
            for (int free = 0; free <= ENOUGH; free++) {
                takeAllBut(free);
                try {
                    processes.queue("queue-" + free);
                } catch (RuntimeException e) {
                    failures++;
                    giveBack();
                    assertThat(e).hasStackTraceContaining("Too many open files");
                } finally {
                    giveBack();
                }
            }
            assertThat(failures).isBetween(3, ENOUGH - 1);
        }

        /** All of this library, which stands in a directory here: a class of a directory is read with a descriptor. */
        private static void loadClasses() throws Exception {
            Path classes = Path.of(Processes.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    String name = classes.relativize(file).toString().replace('/', '.');
                    Class.forName(
                            name.substring(0, name.length() - ".class".length()),
                            false,
                            Processes.class.getClassLoader());
                }
            }
        }

        /** What the JDK opens only once: listens, and logs as for lack of shared memory. */
        private static void loadLibraries() throws IOException {
            PrivateDirectory directory = PrivateDirectory.create();
            try (ConnectionLoop loop = new ConnectionLoop("loads-libraries")) {
                new Acceptor(directory, loop, (greeting, channel) -> {}).close();
            }
            directory.delete();
            System.getLogger(FewDescriptors.class.getName()).log(Level.INFO, "nothing is scarce yet");
        }

        private void takeAllBut(int free) throws IOException {
            try {
                while (true) {
                    taken.push(new FileInputStream("/dev/null"));
                }
            } catch (FileNotFoundException noneIsLeft) {
                for (int i = 0; i < free; i++) {
                    taken.pop().close();
                }
            }
        }

        private void giveBack() throws IOException {
            while (!taken.isEmpty()) {
                taken.pop().close();
            }
        }
    }
}
