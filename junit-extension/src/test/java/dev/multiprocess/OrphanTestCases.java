package dev.multiprocess;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.Signals;
import dev.multiprocess.kit.TestJvmMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tests that test JVMs of {@link OrphanTests} are in the middle of when they die. */
final class OrphanTestCases {

    private OrphanTestCases() {}

    /** What a process told of. */
    record Told(String name, String identity) {

        static Told self(String name) {
            return new Told(name, ProcessIdentity.current().toString());
        }

        static Told of(String name, long pid) {
            return new Told(
                    name,
                    ProcessHandle.of(pid)
                            .flatMap(ProcessIdentity::of)
                            .orElseThrow()
                            .toString());
        }
    }

    private static Told next(ProcessQueue<Told> told) throws InterruptedException {
        Told process = told.poll(30, SECONDS);
        TestJvmMain.tell(process.name(), process.identity());
        return process;
    }

    private static void ignoreRequestsToEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::waitForEver));
    }

    /** Starts a shell that starts what it is told to and ends at once, so that nobody knows that any more. */
    private static long leave(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command + " <&- >/dev/null 2>&1 & echo $!").start();
        try (BufferedReader lines = shell.inputReader()) {
            long pid = Long.parseLong(lines.readLine());
            shell.waitFor();
            return pid;
        }
    }

    /** Children that notice the death of the test JVM: one is busy, one ignores requests, one has started something. */
    static class Family {

        @MultiProcessTest(timeout = "2m")
        void waits(Processes processes, ProcessQueue<Told> told) throws InterruptedException {
            processes.start("waiting", () -> {
                told.put(Told.self("waiting"));
                Children.waitForEver();
            });
            processes.start("busy", () -> {
                told.put(Told.self("busy"));
                while (true) {
                    Thread.onSpinWait();
                }
            });
            processes.start("stubborn", () -> {
                ignoreRequestsToEnd();
                told.put(Told.self("stubborn"));
                Children.waitForEver();
            });
            processes.start("parent", () -> {
                Process sleeper = new ProcessBuilder("sleep", "300").start();
                told.put(Told.of("sleeper", sleeper.pid()));
                told.put(Told.self("parent"));
                Children.waitForEver();
            });
            for (int i = 0; i < 5; i++) {
                next(told);
            }
            TestJvmMain.ready();
            Children.waitForEver();
        }
    }

    /** Processes that notice nothing, and a child that does: the witness that there was something to notice. */
    static class Lasting {

        @MultiProcessTest(timeout = "2m")
        void waits(Processes processes, ProcessQueue<Told> told) throws Exception {
            processes.start("witness", () -> {
                told.put(Told.self("witness"));
                Children.waitForEver();
            });
            processes.start("leaving", () -> told.put(Told.of("left", leave("sleep 300"))));
            processes.start(
                    "leaving-stubborn",
                    () -> told.put(Told.of("left-stubborn", leave("sh -c 'trap \"\" TERM; exec sleep 300'"))));
            ChildProcess<Void> paused = processes.start("paused", () -> {
                told.put(Told.self("paused"));
                Children.waitForEver();
            });
            ChildProcess<Void> pausedStubborn = processes.start("paused-stubborn", () -> {
                ignoreRequestsToEnd();
                told.put(Told.self("paused-stubborn"));
                Children.waitForEver();
            });
            for (int i = 0; i < 5; i++) {
                next(told);
            }
            Signals.pause(paused);
            Signals.pause(pausedStubborn);
            TestJvmMain.ready();
            Children.waitForEver();
        }
    }

    /** A JVM that waits for a task, and perhaps more that are not up yet. */
    static class InAdvance {

        @MultiProcessTest(startMethod = StartMethod.FORK_SERVER, timeout = "2m")
        void waits(Processes processes) {
            processes.start(() -> {}).join();
            List<ProcessHandle> waiting;
            do {
                waiting = ProcessHandle.current().children().toList();
            } while (waiting.isEmpty());
            for (ProcessHandle each : waiting) {
                ProcessIdentity.of(each)
                        .ifPresent(identity -> TestJvmMain.tell("waiting-" + each.pid(), identity.toString()));
            }
            TestJvmMain.ready();
            Children.waitForEver();
        }
    }

    /** A thread that makes queues from the moment at which the JVM begins to go down until it is gone. */
    static class MakingToTheEnd {

        @MultiProcessTest(timeout = "2m")
        void waits(Processes processes) {
            processes.queue("first");
            Thread making = new Thread(() -> {
                while (true) {
                    try {
                        processes.queue("late");
                    } catch (RuntimeException goingDown) {
                        Thread.onSpinWait();
                    }
                }
            });
            making.setDaemon(true);
            Runtime.getRuntime().addShutdownHook(new Thread(making::start));
            TestJvmMain.ready();
            Children.waitForEver();
        }
    }

    private static boolean isDefunct(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    }

    /** The test JVM inherits what children have left, and never asks how it ended. */
    static class UnderProcessOne {

        @MultiProcessTest(timeout = "2m")
        void isLeftTwoProcesses(Processes processes, ProcessQueue<Told> told) throws Exception {
            assertThat(ProcessHandle.current().pid()).isEqualTo(1);
            ChildProcess<Void> leaving = processes.start("leaving", () -> {
                told.put(Told.of("ended", leave("sleep 0.1")));
                told.put(Told.of("left", leave("sleep 300")));
                Children.waitForEver();
            });
            long ended =
                    ProcessIdentity.parse(next(told).identity()).orElseThrow().pid();
            next(told);
            // Killed, since a child that ends in order must not leave anything.
            leaving.kill();
            while (!isDefunct(ended)) {
                Thread.onSpinWait(); // nobody is told of its end
            }
            TestJvmMain.ready();
        }
    }
}
