package com.example;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Is killed in the middle of its test; the next build's looks first what of it is still alive. */
class DyingTest {

    private static final Path STARTED = Path.of("target/started");

    @MultiProcessTest
    void dies(Processes processes, ProcessQueue<Long> pids) throws Exception {
        String victim = System.getProperty("victim");
        long self = ProcessHandle.current().pid();
        ProcessHandle maven = maven();
        String signal = notIgnored(System.getProperty("signal"), maven.pid());
        tellSurvivors();

        processes.start("waiting", () -> {
            pids.put(ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        });
        processes.start("leaving", () -> {
            pids.put(leaveSleeper(""));
            pids.put(leaveSleeper("MULTIPROCESS_OWNER=2147483647@1"));
        });
        ChildProcess<Void> paused = processes.start("paused", () -> {
            pids.put(ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        });
        List<String> started = new ArrayList<>();
        started.add("test-JVM " + self);
        for (String name : List.of("first", "second", "third", "fourth")) {
            started.add(name + "-of-" + signal + "-to-" + victim + " " + pids.take());
        }
        Files.write(STARTED, started, StandardOpenOption.CREATE, StandardOpenOption.APPEND);

        kill("STOP", List.of(paused.pid()));
        kill(
                signal,
                switch (victim) {
                    case "testJvm" -> List.of(self);
                    case "maven" -> List.of(maven.pid());
                    default -> List.of(maven.pid(), self);
                });
        new CountDownLatch(1).await();
    }

    /** One that seems to belong to another test JVM is left to the plugin, since this one ends only its own. */
    private static long leaveSleeper(String variable) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", variable + " sleep 300 <&- >/dev/null 2>&1 & echo $!").start();
        try (BufferedReader lines = shell.inputReader()) {
            return Long.parseLong(lines.readLine());
        }
    }

    private static void kill(String signal, List<Long> pids) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> command.add(String.valueOf(pid)));
        new ProcessBuilder(command).start().waitFor();
    }

    /** A build in the background of a shell ignores some signals, and so does all that it starts. */
    private static String notIgnored(String signal, long pid) throws IOException {
        int number = Map.of("HUP", 1, "INT", 2, "KILL", 9, "TERM", 15).get(signal);
        String mask = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .split("\\s+")[1];
        return (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1 ? "TERM" : signal;
    }

    private static void tellSurvivors() throws IOException {
        List<String> survivors = new ArrayList<>();
        for (String line : Files.exists(STARTED) ? Files.readAllLines(STARTED) : List.<String>of()) {
            Path stat = Path.of("/proc", line.split(" ")[1], "stat");
            try {
                String text = Files.readString(stat);
                if (text.charAt(text.lastIndexOf(')') + 2) != 'Z') {
                    survivors.add(line);
                }
            } catch (IOException dead) {
                // as it must be
            }
        }
        Files.write(Path.of("target/survivors"), survivors, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The JVM above this one that was started to be killed. */
    private static ProcessHandle maven() {
        return Stream.iterate(
                        ProcessHandle.current(), process -> process.parent().orElseThrow())
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch("-Dmay.be.killed"::equals))
                .findFirst()
                .orElseThrow();
    }
}
