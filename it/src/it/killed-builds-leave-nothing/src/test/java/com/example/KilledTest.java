package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/** Is killed at some instant; the next build's looks first what is left of it. */
class KilledTest {

    private static final Path TEST_JVMS = Path.of("target/test-jvms");
    private static final String PROJECT = "MULTIPROCESS_PROJECT=" + Path.of("").toAbsolutePath() + "\0";

    @BeforeAll
    static void lookForLeftoversAndBeKilled() throws Exception {
        List<String> earlier = Files.exists(TEST_JVMS) ? Files.readAllLines(TEST_JVMS) : List.of("0");
        long last = Long.parseLong(earlier.get(earlier.size() - 1));
        // One that lost its Maven goes down by itself, and is no leftover before that.
        ProcessHandle.of(last)
                .ifPresent(testJvm ->
                        testJvm.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        append(Path.of("target/left"), left(last));
        append(TEST_JVMS, List.of(String.valueOf(ProcessHandle.current().pid())));
        Killer.at("begin");
    }

    @MultiProcessTest
    void isKilled(Processes processes, ProcessQueue<byte[]> queue) throws Exception {
        for (int i = 0; i < 64; i++) {
            queue.put(new byte[64 * 1024]);
        }
        if (Boolean.getBoolean("children")) {
            processes.start(3, "writer", () -> {
                queue.put(new byte[1024 * 1024]);
                new CountDownLatch(1).await();
            });
        } else if (System.getProperty("multiprocess.startMethod", "").equals("FORK")) {
            // Its archive is made from now on.
            processes.start(() -> {}).join();
        }
        Killer.at("complete");
        new CountDownLatch(1).await();
    }

    private static List<String> left(long testJvm) throws IOException {
        List<String> left = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(KilledTest::isOurs)
                .forEach(process -> left.add("process " + process.pid()));
        for (String directory :
                List.of("/dev/shm", System.getProperty("java.io.tmpdir"), "target/multiprocess/registry")) {
            try (Stream<Path> files = Files.list(Path.of(directory))) {
                files.filter(file -> directory.endsWith("registry")
                                || file.getFileName().toString().startsWith("mpj-" + testJvm + "-"))
                        .forEach(file -> left.add(file.toString()));
            } catch (IOException none) {
                // nothing was killed yet that had made it
            }
        }
        return left;
    }

    private static boolean isOurs(ProcessHandle process) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "environ")))
                    .contains(PROJECT);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void append(Path file, List<String> lines) throws IOException {
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
