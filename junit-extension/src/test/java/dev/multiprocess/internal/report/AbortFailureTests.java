package dev.multiprocess.internal.report;

import static dev.multiprocess.internal.report.SomeChild.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.hub.QueueState;
import dev.multiprocess.internal.report.Diagnosis.Answer;
import dev.multiprocess.internal.report.Diagnosis.OfChild;
import dev.multiprocess.internal.report.Diagnosis.OfTester;
import java.io.File;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a test that is ended from outside fails with, and what waits for what. */
class AbortFailureTests {

    private static final String FILE = "out" + File.separator + "a.txt";
    private static final int CHILD = SomeChild.ID.number();
    private static final QueueState NUMBERS = new QueueState(
            3, "numbers", 1, 0, 4, "0 in it, 2 put, 2 taken", Set.of(0), Set.of(CHILD), Map.of(), Map.of(), Map.of());
    private static final OfTester TESTER =
            new OfTester("main", Thread.State.WAITING, List.of(SomeChild.STARTED, frame("org.junit.Runner")));

    private static StackTraceElement frame(String owner) {
        return new StackTraceElement(owner, "run", "X.java", 1);
    }

    private static Wait wait(Wait.Kind kind, String target, List<Integer> children) {
        return new Wait(1, kind, target, children, "main", 0, 0, 120, false);
    }

    private static Diagnosis diagnosis(List<Wait> ofTester, OfChild... children) {
        return new Diagnosis(
                "ShopTests.sells",
                List.of(children),
                ofTester,
                Optional.of(TESTER),
                List.of(NUMBERS),
                List.of(),
                List.of("[b], as multiprocess.maxChildren=1 children are alive on this machine"),
                "out");
    }

    private static OfChild taking() {
        String dump = "\"main\" WAITING\n    at example.Shop.take(Shop.java:5)\n\n";
        return new OfChild(
                SomeChild.alive().saying("hello").facts(),
                Optional.empty(),
                new Answer(dump, List.of(wait(Wait.Kind.TAKE, "3", List.of())), Optional.empty()));
    }

    private static OfChild finished() {
        return new OfChild(SomeChild.ended(end(0, Ending.Task.RETURNED)).facts(), Optional.of("finished"), Answer.NONE);
    }

    @Test
    void deadlinePasses_whatAllDidIsTold() {
        Diagnosis found = diagnosis(List.of(wait(Wait.Kind.CHILDREN, "all children to end", List.of(CHILD))), taking());

        ChildTimeoutException failure =
                (ChildTimeoutException) AbortFailure.atDeadline("ShopTests.sells", Duration.ofSeconds(2), () -> found);

        assertThat(failure)
                .hasMessage(String.join(
                        "\n",
                        "test ShopTests.sells was not done within its timeout of 2 s; still running: child 'a' (pid 4711)",
                        "  test JVM     : waits for all children to end (for 120 ms)",
                        "  a            : waits to take from queue 'numbers' (for 120 ms)",
                        "                 main thread WAITING",
                        "                 at example.Shop.take(Shop.java:5)",
                        "  last output  : hello",
                        "  all output   : " + FILE,
                        "  queue        : 'numbers': 0 in it, 2 put, 2 taken",
                        "  not started  : [b], as multiprocess.maxChildren=1 children are alive on this machine",
                        "  thread dumps : out"));
        assertThat(failure.childNames()).containsExactly("a");
        assertThat(failure.limit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(failure.getStackTrace()).containsExactly(SomeChild.STARTED, frame("org.junit.Runner"));
    }

    @Test
    void allProcessesWait_cycleAndAdviceAreTold() {
        Diagnosis found = diagnosis(List.of(wait(Wait.Kind.CHILDREN, "child 'a' to end", List.of(CHILD))), taking());

        DeadlockException failure = (DeadlockException) AbortFailure.byDeadlock("ShopTests.sells", () -> found);

        assertThat(failure.cycle())
                .containsExactly(
                        "test JVM waits for child 'a' to end",
                        "a waits to take from queue 'numbers', which test JVM may still write to");
        assertThat(failure)
                .hasMessageStartingWith("test ShopTests.sells cannot continue: all its processes wait, and none is left"
                        + " that could end that\n"
                        + "  deadlock     : test JVM waits for child 'a' to end\n"
                        + "                 a waits to take from queue 'numbers', which test JVM may still write to\n")
                .hasMessageEndingWith("The test JVM has not closed its writer of queue 'numbers', or has put into the"
                        + " queue itself: close it when everything has been put.");
    }

    @Test
    void othersEndTheTest_isTold() {
        Diagnosis found = diagnosis(List.of(), finished());

        assertThat(AbortFailure.byJupiter("ShopTests.sells", () -> found))
                .hasMessageStartingWith("test ShopTests.sells was ended by JUnit's @Timeout\n"
                        + "  test JVM     : its thread WAITING\n"
                        + "  a            : finished\n");
        assertThat(AbortFailure.byBuild("ShopTests.sells", () -> found))
                .hasMessageStartingWith("test ShopTests.sells was running when the build's timeout ended its JVM\n");
    }

    // ---- half of the timeout

    private static OfChild alive(Answer answer) {
        return new OfChild(SomeChild.alive().facts(), Optional.empty(), answer);
    }

    @Test
    void halfOfTheTimeoutHasPassed_oneLineSaysWhoWaitsForWhat() {
        Wait toEnd = wait(Wait.Kind.CHILDREN, "child 'a' to end", List.of(CHILD));
        OfChild working = alive(new Answer(
                "\"main\" RUNNABLE\n    at java.util.List.of(List.java:1)\n    at example.Shop.sum(Shop.java:9)\n\n",
                List.of(),
                Optional.empty()));
        OfChild paused = alive(new Answer("", List.of(), Optional.of("was paused (SIGSTOP)")));

        assertThat(FailureTexts.halfway(diagnosis(List.of(toEnd), taking()), Duration.ofSeconds(60)))
                .isEqualTo("test ShopTests.sells has taken half of its timeout of 60 s: test JVM waits for child 'a' to"
                        + " end (for 120 ms); a waits to take from queue 'numbers' (for 120 ms)");
        assertThat(FailureTexts.halfway(diagnosis(List.of(), working), Duration.ofSeconds(60)))
                .endsWith(" of 60 s: test JVM is at " + SomeChild.STARTED + "; a is at example.Shop.sum(Shop.java:9)");
        assertThat(FailureTexts.halfway(diagnosis(List.of(toEnd), paused), Duration.ofSeconds(60)))
                .endsWith("; a was paused (SIGSTOP)");
        assertThat(FailureTexts.halfway(
                        diagnosis(List.of(toEnd), Collections.nCopies(9, paused).toArray(OfChild[]::new)),
                        Duration.ofSeconds(60)))
                .endsWith("; a was paused (SIGSTOP); and 2 more");
    }

    @Test
    void nothingCanBeFoundOut_testFailsAllTheSame() {
        Error why = new OutOfMemoryError("now");

        assertThat(AbortFailure.byDeadlock("ShopTests.sells", () -> {
                    throw why;
                }))
                .hasMessage("test ShopTests.sells cannot continue: all its processes wait")
                .hasSuppressedException(why);
    }

    @Test
    void childDoesNotAnswer_stateComesFirst() {
        OfChild silent = new OfChild(
                SomeChild.alive().facts(),
                Optional.empty(),
                new Answer("", List.of(), Optional.of("neither answers on its link nor to SIGQUIT")));

        assertThat(FailureTexts.buildTimeout(diagnosis(List.of(), silent)))
                .contains("\n  a            : neither answers on its link nor to SIGQUIT\n");
    }

    @Test
    void callOfAChildIsCarriedOut_childWaitsForWhatTheCallWaitsFor() {
        Wait call = wait(Wait.Kind.CALL, "5 ChildProcess.join() in the test JVM", List.of());
        Wait inItsName = new Wait(2, Wait.Kind.CHILDREN, "child 'b' to end", List.of(8), "worker", CHILD, 5, 9, false);
        OfChild calling = new OfChild(
                SomeChild.alive().facts(), Optional.empty(), new Answer("", List.of(call), Optional.empty()));

        WhoWaits who = new WhoWaits(diagnosis(List.of(inItsName), calling));

        assertThat(who.lines())
                .containsExactly(
                        "queue 'numbers': 0 in it, 2 put, 2 taken",
                        "a, thread 'main', waits for child 'b' to end (for 120 ms)");
    }

    @Test
    void callOfASharedObjectIsCarriedOut_callerWaitsForTheMethod() {
        Wait call = wait(Wait.Kind.CALL, "5 BlockingQueue.take() in the test JVM", List.of());
        Wait carried = new Wait(2, Wait.Kind.CARRY, "", List.of(), "worker", CHILD, 5, 9, false);
        Wait toEnd = wait(Wait.Kind.CHILDREN, "child 'a' to end", List.of(CHILD));

        WhoWaits who = new WhoWaits(
                diagnosis(List.of(toEnd, carried), alive(new Answer("", List.of(call), Optional.empty()))));

        assertThat(who.cycle())
                .containsExactly(
                        "test JVM waits for child 'a' to end", "a waits for BlockingQueue.take() in the test JVM");
    }

    @Test
    void queueIsFull_whoCouldTakeIsTold() {
        OfChild full = new OfChild(
                SomeChild.alive().facts(),
                Optional.empty(),
                new Answer("", List.of(wait(Wait.Kind.PUT, "3", List.of())), Optional.empty()));
        Diagnosis found = diagnosis(List.of(wait(Wait.Kind.CHILDREN, "child 'a' to end", List.of(CHILD))), full);

        assertThat(new WhoWaits(found).cycle())
                .last()
                .isEqualTo("a waits to put into queue 'numbers', which is full and which a itself took from");
        assertThat(new WhoWaits(found).leftOpenByTheTest()).isEmpty();
    }
}
