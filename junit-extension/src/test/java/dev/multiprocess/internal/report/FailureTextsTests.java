package dev.multiprocess.internal.report;

import static dev.multiprocess.internal.report.SomeChild.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.report.Ending.Exit;
import dev.multiprocess.internal.report.Ending.Task;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole text of every failure, from facts; that the facts are those of real children is in {@code FailureTextTests}. */
class FailureTextsTests {

    private static final String FILE = "out" + File.separator + "a.txt";

    private static void assertText(String text, String... lines) {
        assertThat(text).isEqualTo(String.join("\n", lines));
    }

    private static String ended(SomeChild child) {
        return FailureTexts.childEnded(child.facts(), null, Optional.empty());
    }

    @Test
    void childThrows_itsExceptionIsTold() {
        String text = FailureTexts.childEnded(
                SomeChild.ended(end(1, Task.THREW)).facts(), new IllegalStateException("not ready"), Optional.empty());

        assertText(
                text,
                "child 'a' (pid 4711) failed: java.lang.IllegalStateException: not ready",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  output       : none");
    }

    @Test
    void childExits_theUsersCallersAreTold() {
        String stack = """
                at java.base/java.lang.Runtime.exit(Runtime.java:112)
                at java.lang.System.exit(System.java:1)
                at example.Shop.close(Shop.java:3)
                at example.Shop$$Lambda/0x1.run(Unknown Source)
                at dev.multiprocess.internal.child.ChildMain.main(ChildMain.java:9)
                """;
        String text = ended(SomeChild.ended(end(4, true, Task.UNENDED, Exit.CALLED, false, false))
                .exitCalledAt(stack)
                .saying("giving up"));

        assertText(
                text,
                "child 'a' (pid 4711) exited with code 4 before its task returned",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  exit called  : at example.Shop.close(Shop.java:3)",
                "  last output  : giving up",
                "  all output   : " + FILE);
    }

    @Test
    void childHalts_thereIsNoStack() {
        assertText(
                ended(SomeChild.ended(end(0))),
                "child 'a' (pid 4711) exited with code 0 before its task returned",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  output       : none");
    }

    @Test
    void childIsKilledByOthers_memoryIsSuggested() {
        assertText(
                ended(SomeChild.ended(end(137))),
                "child 'a' (pid 4711) was killed by SIGKILL (exit code 137)",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  output       : none",
                "Nothing in this test killed it. The operating system does when memory runs out.");
    }

    @Test
    void childIsKilledByItsTest_nothingIsSuggested() {
        assertText(
                ended(SomeChild.ended(end(137, true, Task.UNENDED, Exit.NONE, true, false))),
                "child 'a' (pid 4711) was killed by SIGKILL (exit code 137)",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  output       : none");
    }

    @Test
    void childLivesOn_itsThreadsAreTold() {
        String dump = """
                "forgotten" WAITING on java.lang.Object@1
                    at java.lang.Object.wait(Native Method)

                "multiprocess-lifeline" daemon RUNNABLE

                "DestroyJavaVM" RUNNABLE
                """;

        assertText(
                ended(SomeChild.ended(end(137, true, Task.RETURNED, Exit.NONE, false, true))
                        .lingeringWith(dump)),
                "child 'a' (pid 4711) returned, but its JVM did not end within 500 ms and was killed",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  still running: threads \"forgotten\"",
                "  output       : none",
                "End the threads that it has started before its task returns; if it is to serve until the test's end,"
                        + " it must be a daemon, or be expected to run until then.");
    }

    @Test
    void jvmCrashes_itsFilesAreTold() {
        assertText(
                ended(SomeChild.ended(end(139)).dumped(Path.of("a.hs_err.log"), Path.of("a.hprof"))),
                "child 'a' (pid 4711) was killed by SIGSEGV (exit code 139)",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  crash report : a.hs_err.log",
                "  heap dump    : a.hprof",
                "  heap limit   : -Xmx64m",
                "  output       : none");
    }

    @Test
    void jvmAbortsBeforeItsTaskWithAgents_agentsAreSuspected() {
        assertText(
                ended(SomeChild.ended(end(134, false, Task.UNENDED, Exit.NONE, false, false))
                        .notBegun()
                        .withAgents("profiler", "coverage")
                        .saying("cannot bind")
                        .losing("the file does not have all of it: no space left")),
                "child 'a' (pid 4711) ended before its task began: it was killed by SIGABRT (exit code 134)",
                "  test         : ShopTests.sells",
                "  start method : SPAWN",
                "  agents       : profiler, coverage",
                "  last output  : cannot bind",
                "  all output   : " + FILE,
                "  output lost  : the file does not have all of it: no space left",
                "Its JVM gave up as it does if an agent fails, for example since two JVMs cannot have one port:"
                        + " withoutAgent leaves it out for children.");
    }

    @Test
    void childHasKeptFiles_firstOfThemAreNamed() {
        Path[] files = IntStream.range(0, 10)
                .mapToObj(i -> Path.of("out", "a", "log-" + i))
                .toArray(Path[]::new);

        assertThat(FailureTexts.childEnded(
                        SomeChild.ended(end(3)).keeping(files).facts(), null, Optional.empty()))
                .contains("\n  own files    : " + Path.of("out", "a")
                        + ": log-0, log-1, log-2, log-3, log-4, log-5, log-6, log-7 and 2 more");
    }

    @Test
    void childWasToEndOtherwise_expectationIsTold() {
        String text =
                FailureTexts.childEnded(SomeChild.ended(end(3)).facts(), null, Optional.of(new Expectation.Exit(4)));

        assertThat(text)
                .startsWith("child 'a' (pid 4711) was expected to exit with code 4, but exited with code 3 before its"
                        + " task returned\n");
    }

    @Test
    void childIsLate_itsThreadsAreTold() {
        Limits limits = Limits.of(Duration.ofMillis(1500), Optional.empty(), Optional.empty())
                .passedStart("child 'a' (pid 4711) is not up yet; it has no threads to show");

        assertText(
                FailureTexts.startTimedOut(
                        SomeChild.ended(end(137)).notBegun().with(limits).facts()),
                "child 'a' (pid 4711) did not begin its task within the start timeout of 1500 ms and was killed",
                "  test         : ShopTests.sells",
                "  start method : SPAWN",
                "  doing        : child 'a' (pid 4711) is not up yet; it has no threads to show",
                "  output       : none");
    }

    @Test
    void hardLimitPassesAfterTheSoftOne_bothAreTold() {
        Limits limits = Limits.of(
                        Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(1)), Optional.of(Duration.ofSeconds(2)))
                .passedSoft("\"main\" RUNNABLE")
                .passedHard("\"main\" RUNNABLE\n    at example.Shop.spin(Shop.java:7)\n");

        assertText(
                FailureTexts.hardLimit(SomeChild.ended(end(137)).with(limits).facts()),
                "child 'a' (pid 4711) was still in its task at its hard limit of 2 s and was killed",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  doing        : main thread RUNNABLE",
                "                 at example.Shop.spin(Shop.java:7)",
                "  soft limit   : interrupted after 1 s, which did not end it",
                "  output       : none");
    }

    @Test
    void softLimitPasses_whatItThrewIsTold() {
        Limits limits = Limits.of(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(1)), Optional.empty())
                .passedSoft("\"main\" TIMED_WAITING\n    at example.Shop.rest(Shop.java:7)\n");

        assertText(
                FailureTexts.softLimit(
                        SomeChild.ended(end(1, Task.THREW)).with(limits).facts(),
                        new InterruptedException("sleep interrupted")),
                "child 'a' (pid 4711) was still in its task at its soft limit of 1 s, was interrupted, and failed:"
                        + " java.lang.InterruptedException: sleep interrupted",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  doing        : main thread TIMED_WAITING",
                "                 at example.Shop.rest(Shop.java:7)",
                "  output       : none");
    }

    @Test
    void childLeavesProcesses_eachIsTold() {
        assertText(
                FailureTexts.leak(
                        SomeChild.ended(end(0, Task.RETURNED)).facts(), List.of("pid 1: sleep", "pid 2: cat"), true),
                "child 'a' (pid 4711) left 2 processes running, which were ended",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  child's end  : finished",
                "  left running : pid 1: sleep",
                "                 pid 2: cat",
                "  output       : none",
                "What a child starts must end with the child, or by itself soon after.");
    }

    @Test
    void childOutlivesItsKill_isTold() {
        assertText(
                FailureTexts.outlivedItsKill(SomeChild.alive().facts(), Duration.ofSeconds(10)),
                "child 'a' (pid 4711) was still alive 10 s after it had been killed",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)");
    }

    @Test
    void resultIsNoObjectHere_reasonIsTold() {
        assertText(
                FailureTexts.resultUnreadable(
                        SomeChild.ended(end(0, Task.RETURNED)).facts(), new IllegalStateException("no such class")),
                "child 'a' (pid 4711) returned what cannot be read in the test JVM: no such class",
                "  test         : ShopTests.sells",
                "  start method : SPAWN (task began after 60 ms)",
                "  output       : none");
    }

    @Test
    void testIsHeldByADebugger_isTold() {
        assertThat(FailureTexts.waitsForDebugger(SomeChild.ID, 5005))
                .isEqualTo("child 'a' (pid 4711) waits for a debugger on port 5005; its test has no deadline");
        assertThat(FailureTexts.noDeadlines("-agentlib:jdwp"))
                .isEqualTo("tests have no deadline, and children no limits, since the test JVM was started for a"
                        + " debugger: '-agentlib:jdwp'");
    }

    @Test
    void outputIsLong_lastLinesAreShownAndLongOnesCut() {
        List<String> lines = IntStream.range(0, 30).mapToObj(String::valueOf).toList();

        assertThat(FailureTexts.lastLines(lines)).hasSize(20).startsWith("10").endsWith("29");
        assertThat(FailureTexts.cut("x".repeat(501))).isEqualTo("x".repeat(500) + "... (1 more characters)");
    }

    @Test
    void anotherThreadWaitsForOneThatMainHolds_mainThreadIsTold() {
        String dump = """
                "worker" BLOCKED on java.lang.Object@1 held by "main"
                    at example.Work.wait(Work.java:7)

                "main" TIMED_WAITING on java.lang.Object@2
                    at java.lang.Object.wait(Native Method)
                    at example.Main.run(Main.java:3)

                """;

        assertThat(FailureTexts.doing(dump)).isEqualTo("main thread TIMED_WAITING\nat example.Main.run(Main.java:3)");
    }

    @Test
    void lockIsOfAClassWhoseNameReadsLikeAFrame_onlyFramesAreTold() {
        String dump = """
                "main" #1 prio=5 tid=0x1 nid=0x2 waiting on condition [0x3]
                   java.lang.Thread.State: WAITING (parking)
                    at jdk.internal.misc.Unsafe.park(java.base/Native Method)
                    - parking to wait for <0x4> (a example.Cat at rest)
                    at example.Main.run(Main.java:3)
                """;

        assertThat(FailureTexts.doing(dump)).isEqualTo("main thread WAITING\nat example.Main.run(Main.java:3)");
    }
}
