package dev.multiprocess.memory;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentMaker;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.TestJvmMain;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The tests that {@link MemoryScarcityTests} runs in test JVMs that have little room, or are killed. */
final class MemoryScarcityTestCases {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private MemoryScarcityTestCases() {}

    /** Fills a file system to the last byte. */
    private static Path fill(Path folder) {
        Path filler = folder.resolve("filler");
        byte[] block = new byte[4096];
        try (OutputStream out = new FileOutputStream(filler.toFile())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    private static List<Path> segments(PrivateDirectory directory) throws IOException {
        for (Path folder : directory.queueFolders()) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> found = files.filter(
                                file -> file.getFileName().toString().startsWith("segment"))
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    /** More than there is of shared memory, less than there is on disk. */
    static class OnDisk {

        @MultiProcessTest(timeout = "1m")
        void memoryIsMadeThere(Processes processes, @Bytes("6m") SharedMemory memory) {
            assertThat(SharedMemoryTests.file(memory).startsWith(SHARED_MEMORY)).isFalse();
            processes
                    .start("writer", () -> memory.setLong(memory.size() - 8, 5))
                    .join();
            assertThat(memory.getLong(memory.size() - 8)).isEqualTo(5);
        }
    }

    /** More than there is anywhere. */
    static class Nowhere {

        @MultiProcessTest(timeout = "1m")
        void failureSaysWhatThereIs(Processes processes) {
            String temporary = System.getProperty("java.io.tmpdir");
            assertThatThrownBy(() -> processes.sharedMemory("large", 30 << 20))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageMatching(
                            "memory 'large' of 31457280 bytes cannot be made: /dev/shm/mpj-[^ ]* has [0-9]+ of"
                                    + " 4194304 bytes free; " + temporary
                                    + "/mpj-[^ ]*/queues has [0-9]+ of 8388608 bytes"
                                    + " free");
            processes
                    .start(
                            "asks",
                            () -> assertThatThrownBy(() -> processes.sharedMemory("large", 30 << 20))
                                    .isInstanceOf(UncheckedIOException.class)
                                    .hasMessageStartingWith(
                                            "memory 'large' of 31457280 bytes cannot be made: /dev/shm/mpj-"))
                    .join();
            processes.sharedMemory("small", 1 << 20).setInt(0, 1);
        }
    }

    /** There is room, and then there is none, as another program has it. */
    static class FillsUpMeanwhile {

        @MultiProcessTest(timeout = "1m")
        void nothingIsLeftWhereThereWasNoRoom() throws IOException {
            PrivateDirectory directory = PrivateDirectory.create();
            try {
                AtomicInteger blocks = new AtomicInteger();
                SegmentMaker maker = new SegmentMaker(() -> directory);
                Path[] filler = new Path[1];
                Segment made = maker.make("memory", "grows", 3 << 20, () -> {
                    if (blocks.incrementAndGet() == 20) {
                        filler[0] = fill(SHARED_MEMORY);
                    }
                });
                assertThat(made.id().file().startsWith(SHARED_MEMORY)).isFalse();
                assertThat(segments(directory)).containsExactly(made.id().file());
                assertThat(blocks.get()).isGreaterThan(3 << 4);
                maker.end(made);
                Files.delete(filler[0]);

                SegmentMaker second = new SegmentMaker(() -> directory);
                assertThatThrownBy(() -> second.make("memory", "grows", 3 << 20, () -> {
                            fill(SHARED_MEMORY);
                            fill(Path.of(System.getProperty("java.io.tmpdir")));
                        }))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageMatching(
                                "memory 'grows' of 3145728 bytes cannot be made: /dev/shm/mpj-[^ ]* had [0-9]+"
                                        + " of 4194304 bytes free: .*No space left on device; .*/queues has 0 of 8388608 bytes"
                                        + " free");
                assertThat(segments(directory)).isEmpty();
            } finally {
                directory.delete();
            }
        }
    }

    /** Every access finds its bytes, though there is no room for any more. */
    static class FullAfterwards {

        @MultiProcessTest(timeout = "1m")
        void everyByteCanBeWritten(Processes processes, @Bytes("2m") SharedMemory memory) {
            int half = (int) memory.size() / 2;
            var writer = processes.start("writer", () -> {
                while (memory.getIntVolatile(0) == 0) {
                    Thread.onSpinWait();
                }
                memory.buffer(half, half).put(filled(half));
                memory.setLong(memory.size() - 8, 3);
            });
            writer.awaitRunning();
            Path first = fill(SHARED_MEMORY);
            Path second = fill(Path.of(System.getProperty("java.io.tmpdir")));

            memory.buffer(0, half).put(filled(half));
            memory.setIntVolatile(0, 1);
            writer.join();
            assertThat(memory.buffer().get(half - 1)).isEqualTo((byte) 7);
            assertThat(memory.buffer().get(half)).isEqualTo((byte) 7);
            assertThat(memory.getLong(memory.size() - 8)).isEqualTo(3);
            assertThat(first.toFile().delete() && second.toFile().delete()).isTrue();
        }

        private static byte[] filled(int bytes) {
            byte[] all = new byte[bytes];
            Arrays.fill(all, (byte) 7);
            return all;
        }
    }

    /** Tests that follow each other need room once, not each, though nobody may unmap what is still reachable. */
    static class OneAfterTheOther {

        @Test
        void endedMemoryIsGivenBack() {
            assertThat(run(RepeatedTestCases.class)).passes(12);
        }

        @MultiProcess
        static class RepeatedTestCases {

            @RepeatedTest(12)
            void test(@Bytes("3m") SharedMemory memory) {
                assertThat(SharedMemoryTests.file(memory).startsWith(SHARED_MEMORY))
                        .isTrue();
                memory.buffer().put(0, (byte) 1);
            }
        }
    }

    /** The child that has asked for memory is killed while the test JVM makes it. */
    static class AskerDies {

        @MultiProcessTest(timeout = "1m")
        void nothingIsLeft(Processes processes, ProcessQueue<SharedMemory> made) {
            for (int i = 0; i < 5; i++) {
                var asker = processes.start("asker-" + i, () -> {
                    made.put(processes.sharedMemory("large", 1000 << 20));
                    Children.waitForEver();
                });
                asker.expectKilled();
                awaitGrowth();
                asker.kill();
                asker.awaitExit();
            }
            assertThat(processes
                            .start(
                                    "next",
                                    () -> processes.sharedMemory("next", 8).size())
                            .result())
                    .isEqualTo(8);
        }
    }

    /** The test JVM is killed while it makes memory, and has a child that notices. */
    static class MakerDies {

        @MultiProcessTest(timeout = "1m")
        void grows(Processes processes, ProcessQueue<String> told) throws InterruptedException {
            processes.start("survivor", () -> {
                told.put("here");
                Children.waitForEver();
            });
            told.take();
            Thread announcer = new Thread(() -> {
                awaitGrowth();
                TestJvmMain.ready();
            });
            announcer.start();
            while (true) {
                processes.sharedMemory("large", 1500 << 20);
            }
        }
    }

    /** The test's thread is interrupted while memory is made on it. */
    static class Interrupted {

        @MultiProcessTest(timeout = "1m")
        void creationEnds(Processes processes) {
            processes.sharedMemory("first", 1);
            Thread test = Thread.currentThread();
            new Thread(() -> {
                        awaitGrowth();
                        test.interrupt();
                    })
                    .start();
            assertThatThrownBy(() -> {
                        while (true) {
                            processes.sharedMemory("large", 500 << 20);
                        }
                    })
                    .isInstanceOf(ProcessInterruptedException.class)
                    .hasMessage("interrupted while making memory 'large' of 524288000 bytes");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(partFiles(500 << 20)).isEmpty();
        }
    }

    /** Waits until this JVM, or the test JVM of this one, writes a large file. */
    private static void awaitGrowth() {
        while (partFiles(1000 << 20).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** The segments of this JVM that are large, and smaller than they will be. */
    private static List<Path> partFiles(long below) {
        String own = "mpj-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> directories = Files.list(SHARED_MEMORY)) {
            return directories
                    .filter(directory -> directory.getFileName().toString().startsWith(own))
                    .flatMap(MemoryScarcityTestCases::files)
                    .filter(file -> {
                        long size = file.toFile().length();
                        return size > 10 << 20 && size < below;
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException goneMeanwhile) {
            return Stream.empty();
        }
    }
}
