package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What a test can do with its children. */
@Tag("fork")
@Timeout(30)
class ChildProcessTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    @MultiProcessTest
    void unnamedChildren_areNumbered(Processes processes) {
        processes.start("child-2", () -> {});
        assertThat(List.of(
                        processes.start(() -> {}).name(),
                        processes.start(() -> {}).name(),
                        processes.start(() -> 1).name()))
                .containsExactly("child-1", "child-3", "child-4");
        assertThat(processes.children()).extracting(ChildProcess::name).first().isEqualTo("child-2");
    }

    @MultiProcessTest
    void group_isNumberedFromOneAndItsTasksFromZero(Processes processes) {
        ProcessGroup<Integer> group = processes.start(3, "member", index -> index * 10);
        assertThat(group.name()).isEqualTo("member");
        assertThat(group.children()).extracting(ChildProcess::name).containsExactly("member-1", "member-2", "member-3");
        assertThat(group.results()).containsExactly(0, 10, 20);
        assertThat(group.join(Duration.ZERO)).isTrue();
    }

    @MultiProcessTest
    void eachOfAGroup_runsTheActionWithItsNumber(Processes processes, ProcessQueue<Integer> numbers) {
        ProcessGroup<Void> group = processes.startEach(3, "member", index -> numbers.put(index * 10));
        assertThat(group.results()).containsExactly(null, null, null);
        assertThat(List.of(numbers.poll(), numbers.poll(), numbers.poll())).containsExactlyInAnyOrder(0, 10, 20);
    }

    @MultiProcessTest
    void startingThreadIsInterrupted_childIsStartedAllTheSame(Processes processes) {
        for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER)) {
            Thread.currentThread().interrupt();
            ProcessQueue<String> queue = processes.queue("queue of " + method);
            ChildProcess<Void> child =
                    processes.with(options -> options.startMethod(method)).start(() -> queue.put("x".repeat(100_000)));

            assertThat(Thread.interrupted()).as("the flag is still set").isTrue();
            child.join();
            assertThat(queue.poll()).hasSize(100_000);
        }
    }

    @MultiProcessTest
    void nameIsTaken_startRefuses(Processes processes) {
        processes.with(o -> o.daemon(true)).start("twin", Children::waitForEver);
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes.start("twin", () -> {}))
                .withMessage("the name of a child must be unique among those of its test that are alive: name='twin'");
        assertThat(processes.children()).hasSize(1);
    }

    @MultiProcessTest
    void nameOfAGroupMemberIsTaken_noneOfTheGroupIsStarted(Processes processes) {
        processes.with(o -> o.daemon(true)).start("twin-2", Children::waitForEver);
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes.start(2, "twin", () -> {}))
                .withMessage(
                        "the name of a child must be unique among those of its test that are alive: name='twin-2'");
        assertThat(processes.children()).hasSize(1);
    }

    @MultiProcessTest
    void nameIsNotAllowed_startRefuses(Processes processes) {
        for (String name : List.of("", "a b", "a.threads", "../up", "n".repeat(65), "ü")) {
            assertThatExceptionOfType(MultiProcessConfigurationException.class)
                    .isThrownBy(() -> processes.start(name, () -> {}))
                    .withMessage("the name of a child must be 1 to 64 letters, digits, dashes and underscores:"
                            + " name='" + name + "'");
        }
        assertThat(processes.children()).isEmpty();
    }

    @MultiProcessTest
    void sizeOfGroupIsNotAllowed_startRefuses(Processes processes) {
        for (int size : new int[] {-1, 0, 65}) {
            assertThatExceptionOfType(MultiProcessConfigurationException.class)
                    .isThrownBy(() -> processes.start(size, "group", () -> {}))
                    .withMessage("the size of group 'group' must be between 1 and 64: count=" + size);
        }
    }

    @MultiProcessTest
    void childLives_isAliveUnderItsPid(Processes processes) {
        ChildProcess<Void> child = processes.start(Children::waitForEver);
        assertThat(child.isAlive()).isTrue();
        assertThat(ProcessHandle.of(child.pid()))
                .hasValueSatisfying(handle -> assertThat(handle.parent()).contains(ProcessHandle.current()));
        child.kill();
        assertThat(child.isAlive()).isFalse();
    }

    @MultiProcessTest
    void result_isACopyOfWhatTheTaskReturned(Processes processes) {
        ChildProcess<List<String>> child = processes.start("lister", () -> List.of("a", "b"));
        assertThat(child.result()).containsExactly("a", "b");
        assertThat(processes.<Object>start("nobody", () -> (Object) null).result())
                .isNull();
        assertThat(processes.start(() -> {}).result()).isNull();
    }

    @MultiProcessTest
    void taskThrows_resultAndJoinThrowWithTheCause(Processes processes) {
        ChildProcess<Integer> child = processes.start("thrower", () -> {
            throw new IllegalStateException("no result");
        });
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::result)
                .satisfies(failure -> {
                    assertThat(failure.childName()).isEqualTo("thrower");
                    assertThat(failure.pid()).isEqualTo(child.pid());
                    assertThat(failure.exit()).isEqualTo(new ExitStatus(End.FAILED, 1, Optional.empty()));
                    assertThat(failure.lastOutput()).isEmpty();
                })
                .withCauseExactlyInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(ChildFailedException.class).isThrownBy(child::join);
        assertThatExceptionOfType(ChildFailedException.class).isThrownBy(() -> child.join(Duration.ZERO));
    }

    @MultiProcessTest
    void exitIsAskedFor_anyEndIsTheTestsAffair(Processes processes) {
        assertThat(processes.start(() -> System.exit(3)).awaitExit())
                .isEqualTo(new ExitStatus(End.EXITED, 3, Optional.empty()));
        assertThat(processes.start(() -> Runtime.getRuntime().halt(0)).awaitExit())
                .isEqualTo(new ExitStatus(End.EXITED, 0, Optional.empty()));
        assertThat(processes
                        .start(() -> {
                            throw new Exception("expected");
                        })
                        .awaitExit())
                .isEqualTo(new ExitStatus(End.FAILED, 1, Optional.empty()));
    }

    @MultiProcessTest
    void childExitsAndOneMoreFailsUnseen_groupTellsOfBoth(Processes processes) {
        ProcessGroup<Void> group = processes.start(2, "group", () -> System.exit(4));
        group.children().forEach(child -> child.onExit().join());
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(group::join)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    }

    @MultiProcessTest
    void joinWithTimeout_isFalseWhileTheChildLives(Processes processes) {
        ChildProcess<Void> child = processes.start(Children::waitForEver);
        long start = System.nanoTime();
        assertThat(child.join(Duration.ZERO)).isFalse();
        assertThat(child.join(Duration.ofSeconds(-1))).isFalse();
        assertThat(child.join(Duration.ofMillis(100))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(100), LONG);
        child.kill();
        assertThat(child.join(LONG)).isTrue();
    }

    @MultiProcessTest
    void joinWithTheLongestTimeout_waits(Processes processes) {
        assertThat(processes.start(() -> {}).join(Duration.ofSeconds(Long.MAX_VALUE)))
                .isTrue();
        assertThat(processes.start(2, "pair", () -> {}).join(Duration.ofSeconds(Long.MAX_VALUE)))
                .isTrue();
    }

    @MultiProcessTest
    void awaitRunning_returnsOnceTheTaskHasBegun(Processes processes, ProcessQueue<String> queue) throws Exception {
        ChildProcess<Void> child = processes.start(() -> {
            queue.put("begun");
            Children.waitForEver();
        });
        child.awaitRunning();
        assertThat(queue.poll(20, TimeUnit.SECONDS)).isEqualTo("begun");
        child.stop();
        child.awaitRunning();
    }

    @MultiProcessTest
    void childEndsBeforeItRuns_awaitRunningThrows(Processes processes) {
        ChildProcess<Void> child =
                processes.with(o -> o.jvmArgs("-XX:+NoSuchOption")).start("unborn", () -> {});
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::awaitRunning)
                .withMessageContaining("ended before its task began");
    }

    @MultiProcessTest
    void stop_runsHooksAndIsNoFailure(Processes processes) throws Exception {
        ChildProcess<Void> child = processes.start("obedient", () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook has run")));
            Children.waitForEver();
        });
        child.awaitRunning();
        awaitLineOrEnd(child);
        child.stop();
        assertThat(child.isAlive()).isFalse();
        child.join();
        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.STOPPED, 0, Optional.empty()));
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::result)
                .withMessageStartingWith(
                        "child 'obedient' (pid " + child.pid() + ") has no result: it was stopped (exit code 0)\n");
        child.stop();
    }

    /** Its main thread waits when its threads say so. */
    private static void awaitLineOrEnd(ChildProcess<?> child) {
        while (!child.threadDump().contains("Children.waitForEver")) {
            Thread.onSpinWait();
        }
    }

    @MultiProcessTest
    @EnabledForJreRange(max = JRE.JAVA_17, disabledReason = "later JVMs have no security manager by default")
    void stopWhereExitsAreForbidden_runsHooksAllTheSame(Processes processes, ProcessQueue<String> events)
            throws InterruptedException {
        ChildProcess<Void> child = processes.start("guarded", () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> events.add("hook")));
            forbidExits();
            events.put("ready");
            Children.waitForEver();
        });
        assertThat(events.take()).isEqualTo("ready");

        child.stop();

        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.STOPPED, 143, Optional.of("SIGTERM")));
        assertThat(events.poll()).isEqualTo("hook");
    }

    @SuppressWarnings("removal")
    private static void forbidExits() {
        System.setSecurityManager(new SecurityManager() {
            @Override
            public void checkExit(int status) {
                throw new SecurityException("no exits here");
            }

            @Override
            public void checkPermission(java.security.Permission permission) {}
        });
    }

    @MultiProcessTest
    void stopBeforeItIsUp_isNoFailure(Processes processes) {
        ChildProcess<Void> child = processes.start(Children::waitForEver);
        child.stop();
        assertThat(child.awaitExit().end()).isEqualTo(End.STOPPED);
    }

    @MultiProcessTest(stopGrace = "200ms")
    void stopOfAChildThatDoesNotObey_killsItAfterTheGrace(Processes processes) {
        ChildProcess<Void> child = processes.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(Children::waitForEver));
            Children.waitForEver();
        });
        child.awaitRunning();
        awaitLineOrEnd(child);
        long start = System.nanoTime();
        child.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(200), LONG);
        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.KILLED, 137, Optional.of("SIGKILL")));
    }

    @MultiProcessTest
    void kill_runsNoHooksAndIsNoFailure(Processes processes) {
        ChildProcess<Void> child = processes.start("victim", () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook has run")));
            Children.waitForEver();
        });
        child.awaitRunning();
        child.kill();
        child.join();
        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.KILLED, 137, Optional.of("SIGKILL")));
        assertThat(child.output()).isEmpty();
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::result)
                .withMessageStartingWith("child 'victim' (pid " + child.pid()
                        + ") has no result: it was killed by SIGKILL (exit code 137)\n")
                .withMessageEndingWith("The test killed it. awaitExit() returns how such a child ended.")
                .satisfies(failure -> assertThat(Arrays.stream(failure.getStackTrace())
                                .map(StackTraceElement::getMethodName)
                                .filter(method ->
                                        method.equals("started") || method.equals("kill_runsNoHooksAndIsNoFailure")))
                        .as("where it was asked for, and where it was started")
                        .containsExactly(
                                "kill_runsNoHooksAndIsNoFailure", "started", "kill_runsNoHooksAndIsNoFailure"));
        child.kill();
    }

    @MultiProcessTest
    void killOfAChildThatHasReturned_keepsItsResult(Processes processes, ProcessQueue<Integer> queue) {
        ChildProcess<String> child = processes.start("hanger", () -> {
            new Thread(Children::waitForEver).start();
            queue.put(1);
            return "result";
        });
        child.awaitRunning();
        while (child.threadDump().contains("\"main\"")) {
            Thread.onSpinWait();
        }
        child.kill();
        child.join();
        assertThat(child.result()).isEqualTo("result");
        assertThat(child.awaitExit().end()).isEqualTo(End.KILLED);
        assertThat(queue.reader().take()).contains(1);
        assertThat(queue.reader().take()).isEmpty();
    }

    @MultiProcessTest
    void groupIsStopped_allAreStopped(Processes processes) {
        ProcessGroup<Void> group = processes.start(2, "group", Children::waitForEver);
        group.stop();
        group.join();
        assertThat(group.children())
                .extracting(child -> child.awaitExit().end())
                .containsExactly(End.STOPPED, End.STOPPED);
    }

    @MultiProcessTest
    void groupIsKilled_allAreKilled(Processes processes) {
        ProcessGroup<Void> group = processes.start(2, "group", Children::waitForEver);
        assertThat(group.join(Duration.ZERO)).isFalse();
        group.kill();
        assertThat(group.children())
                .extracting(child -> child.awaitExit().end())
                .containsExactly(End.KILLED, End.KILLED);
    }

    @MultiProcessTest
    void onExit_completesWithTheStatusAndCannotBeTamperedWith(Processes processes) throws Exception {
        ChildProcess<Void> child = processes.start(() -> {});
        child.onExit().complete(null);
        assertThat(child.onExit().get(20, TimeUnit.SECONDS).end()).isEqualTo(End.FINISHED);
    }

    @MultiProcessTest
    void threadDump_showsTheTask(Processes processes) {
        ChildProcess<Void> child = processes.start("dumped", Children::waitForEver);
        child.awaitRunning();
        awaitLineOrEnd(child);
        assertThat(child.threadDump())
                .containsPattern("(?s)\"main\" WAITING.*at dev\\.multiprocess\\.kit\\.Children\\.waitForEver");
        child.kill();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(child::threadDump)
                .withMessage("child 'dumped' (pid " + child.pid() + ") was killed by SIGKILL (exit code 137);"
                        + " it has no threads to show");
    }

    @MultiProcessTest
    void output_isThatOfBothStreams(Processes processes) throws Exception {
        ChildProcess<Void> child = processes.start("speaker", () -> {
            System.out.println("to out");
            System.err.println("to err");
            System.out.print("no end of line");
        });
        child.join();
        assertThat(child.output()).containsExactlyInAnyOrder("to out", "to err", "no end of line");
        assertThat(Files.readAllLines(child.outputFile())).isEqualTo(child.output());
        assertThat(child.outputFile())
                .endsWithRaw(java.nio.file.Path.of(
                        "target",
                        "multiprocess",
                        ChildProcessTests.class.getName(),
                        "output_isThatOfBothStreams",
                        "speaker.txt"));
    }

    @MultiProcessTest
    void output_keepsTheLastTenThousandLines(Processes processes) {
        ChildProcess<Void> child = processes.start("chatterbox", () -> {
            for (int i = 0; i < 12_000; i++) {
                System.out.println(i);
            }
        });
        child.join();
        assertThat(child.output())
                .containsExactlyElementsOf(
                        IntStream.range(2_000, 12_000).mapToObj(String::valueOf).toList());
        assertThat(child.outputFile())
                .hasContent(String.join(
                        "\n",
                        IntStream.range(0, 12_000).mapToObj(String::valueOf).toList()));
    }

    @MultiProcessTest
    void startsAreConcurrent_eachChildHasItsOwnName(Processes processes) {
        List<String> names = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> processes.start(() -> i).name())
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(processes.children()).hasSize(4);
    }
}
