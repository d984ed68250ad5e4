package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import dev.multiprocess.kit.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is found out of children that a deadline finds in a bad state, and how they are ended then. */
@Tag("fork")
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "sends signals, and expects what Linux does with them")
class DiagnosisTests {

    private static final String TESTS = "DiagnosisTests$DiagnosisTestCases.";
    private static final String OUTPUT = "<output>/dev.multiprocess.DiagnosisTests$DiagnosisTestCases/";
    private static final String IN_THEM = "dev.multiprocess.DiagnosisTests$DiagnosisTestCases.";

    @Test
    void pausedChildrenAreResumedToTell() {
        missed("paused")
                .saysExactly(
                        "test " + TESTS + "paused was not done within its timeout of 3 s; still running:"
                                + " child 'paused-1' (pid <pid>), child 'paused-2' (pid <pid>), child 'awake' (pid <pid>)",
                        "  test JVM     : waits for all children to end (for <time> ms)",
                        "  paused-1     : was paused (SIGSTOP)",
                        "                 main thread WAITING",
                        "                 at dev.multiprocess.kit.Children.waitForEver(Children.java)",
                        "  output       : none",
                        "  paused-2     : was paused (SIGSTOP)",
                        "                 main thread WAITING",
                        "                 at dev.multiprocess.kit.Children.waitForEver(Children.java)",
                        "  output       : none",
                        "  awake        : main thread WAITING",
                        "                 at dev.multiprocess.kit.Children.waitForEver(Children.java)",
                        "  output       : none",
                        "  thread dumps : " + OUTPUT + "paused");
        assertThat(dump("paused", "paused-1")).contains("\"main\" WAITING");
    }

    @Test
    void childThatIsOutOfMemoryTellsAllTheSame() {
        missed("outOfMemory").hasMessageContaining("at " + IN_THEM + "fillHeap(DiagnosisTests.java:");
        assertThat(dump("outOfMemory", "full")).contains(IN_THEM + "fillHeap");
    }

    @Test
    void childWhoseLinkIsStuckIsAskedByASignal() {
        missed("linkIsStuck")
                .saysExactly(
                        "test " + TESTS + "linkIsStuck was not done within its timeout of 3 s; still running:"
                                + " child 'mute' (pid <pid>)",
                        "  test JVM     : waits for all children to end (for <time> ms)",
                        "  mute         : does not answer on its link",
                        "                 main thread WAITING",
                        "                 at dev.multiprocess.kit.Children.waitForEver(Children.java)",
                        "                 at " + IN_THEM + "holdLink(DiagnosisTests.java)",
                        "                 at " + IN_THEM + "lambda$linkIsStuck(DiagnosisTests.java)",
                        "  last output  : holding",
                        "  all output   : " + OUTPUT + "linkIsStuck/mute.txt",
                        "  thread dumps : " + OUTPUT + "linkIsStuck");
        assertThat(dump("linkIsStuck", "mute")).startsWith("20").contains("Full thread dump", "holdLink");
        assertThat(file("linkIsStuck", "mute.txt")).isEqualTo("holding\n");
    }

    @Test
    void childThatReachesNoSafepointIsDescribedByTheKernel() {
        missed("noSafepoint").hasMessageContaining("  spinner      : neither answers on its link nor to SIGQUIT\n");
        assertThat(dump("noSafepoint", "spinner")).contains("\"multiprocess-li\" ", "\"java\" R\n");
    }

    @Test
    void stuckShutdownHookIsShown() {
        missed("stuckShutdownHook")
                .saysExactly(
                        "test " + TESTS + "stuckShutdownHook was not done within its timeout of 3 s; still running:"
                                + " child 'child' (pid <pid>)",
                        "  test JVM     : waits for all children to end (for <time> ms)",
                        "  child        : main thread WAITING",
                        "                 at " + IN_THEM + "lambda$stuckShutdownHook(DiagnosisTests.java)",
                        "  output       : none",
                        "  thread dumps : " + OUTPUT + "stuckShutdownHook");
        assertThat(dump("stuckShutdownHook", "child")).contains("\"hook\" WAITING", "at java.lang.Runtime.exit");
    }

    @Test
    void tasksAreInterrupted_soThatTheyCanCleanUp() {
        missed("cleansUp");
        assertThat(file("cleansUp", "careful.txt")).isEqualTo("waiting\ncleaned up\n");
    }

    @Test
    void waitsOfEveryKindAreTold() {
        FailureAssert failure = missed("waitsOfEveryKind");
        assertThat(FailureAssert.normalized(failure.actual().getMessage()))
                .contains(
                        "  putter       : waits to put into queue 'full' (for <time> ms)\n"
                                + "                 main thread WAITING\n",
                        "  joiner       : waits for child 'hanger' to end (for <time> ms)\n"
                                + "                 main thread WAITING\n",
                        "  hanger       : main thread TIMED_WAITING\n",
                        "                 thread 'taking' waits to take from queue 'empty' (for <time> ms)\n",
                        "waiting to put: putter");
        assertThat(file("waitsOfEveryKind", "queues.txt"))
                .contains(
                        "queue 'full': 1 in it, 1 put, 0 taken,",
                        "putter, thread 'main', waits to put into queue 'full' (for ",
                        "joiner, thread 'main', waits for child 'hanger' to end (for ",
                        "hanger, thread 'taking', waits to take from queue 'empty' (for ");
    }

    private static FailureAssert missed(String test) {
        return assertThat(run(DiagnosisTestCases.class, test))
                .tookAtMost(ofSeconds(18))
                .hasOneFailure()
                .satisfies(failure -> assertThat(failure).isInstanceOf(ChildTimeoutException.class));
    }

    private static String dump(String test, String child) {
        return file(test, child + ".threads.txt");
    }

    /** Of the latest run. */
    private static String file(String test, String name) {
        Path directory = Path.of("target", "multiprocess", DiagnosisTestCases.class.getName(), test);
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @MultiProcess(timeout = "3s", stopGrace = "1s")
    static class DiagnosisTestCases {

        @Test
        void paused(Processes processes) {
            ProcessGroup<Void> group = processes.start(2, "paused", Children::waitForEver);
            processes.start("awake", Children::waitForEver).awaitRunning();
            group.children().forEach(ChildProcess::awaitRunning);
            group.children().forEach(Signals::pause);
        }

        @Test
        void outOfMemory(Processes processes) {
            processes.with(options -> options.jvmArgs("-Xmx16m")).start("full", () -> fillHeap());
        }

        private static void fillHeap() throws InterruptedException {
            List<byte[]> all = new ArrayList<>();
            int size = 1 << 20;
            while (size > 8) {
                try {
                    all.add(new byte[size]);
                } catch (OutOfMemoryError e) {
                    size /= 2;
                }
            }
            synchronized (all) {
                while (!all.isEmpty()) {
                    // Unlike a latch this needs no memory.
                    all.wait();
                }
            }
        }

        @Test
        void linkIsStuck(Processes processes) {
            processes.start("mute", () -> holdLink());
        }

        private static void holdLink() {
            System.out.println("holding");
            new Obstinate().start();
            Children.waitForEver();
        }

        /** Never answers the one who asks for its state, which the link's thread does. */
        private static final class Obstinate extends Thread {

            @Override
            public void run() {
                Children.waitForEver();
            }

            @Override
            public State getState() {
                Children.waitForEver();
                return State.WAITING;
            }
        }

        @Test
        void noSafepoint(Processes processes) {
            processes
                    .with(options -> options.jvmArgs("-XX:-UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=0"))
                    .start("spinner", () -> System.out.println(spin()));
        }

        /** Takes a minute or so, and has nowhere to stop once it is compiled. */
        private static long spin() {
            long sum = Long.MAX_VALUE;
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                sum = Long.MAX_VALUE - sum / (i | 3) / (i | 5) / (i | 9);
            }
            return sum;
        }

        @Test
        @MultiProcess(timeout = "3s", stopGrace = "5s")
        void stuckShutdownHook(Processes processes) {
            processes.start("child", () -> {
                Runtime.getRuntime().addShutdownHook(new Thread(Children::waitForEver, "hook"));
                System.exit(0);
            });
        }

        @Test
        void cleansUp(Processes processes) {
            processes.start("careful", () -> {
                System.out.println("waiting");
                try {
                    Children.waitForEver();
                } finally {
                    System.out.println("cleaned up");
                }
            });
        }

        @Test
        void waitsOfEveryKind(
                Processes processes,
                @Capacity(1) @QueueName("full") ProcessQueue<Integer> full,
                @QueueName("empty") ProcessQueue<Integer> empty) {
            ChildProcess<Void> hanger = processes.start("hanger", () -> {
                new Thread(() -> take(empty), "taking").start();
                // With a limit, else it would be a deadlock.
                new CountDownLatch(1).await(1, TimeUnit.HOURS);
            });
            processes.start("joiner", () -> hanger.join());
            processes.start("putter", () -> full.putAll(List.of(1, 2)));
        }

        private static void take(ProcessQueue<Integer> queue) {
            try {
                queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
