package dev.multiprocess.internal.report;

import static dev.multiprocess.internal.report.SomeChild.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.report.Ending.Exit;
import dev.multiprocess.internal.report.Ending.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OutcomeTests {

    private static final Limits LIMITS =
            Limits.of(Duration.ofSeconds(3), Optional.of(Duration.ofSeconds(4)), Optional.of(Duration.ofSeconds(5)));
    private static final Supplier<Throwable> NOT_ASKED = () -> {
        throw new AssertionError("nothing was thrown");
    };

    private final IllegalStateException thrown = new IllegalStateException("not ready");

    private static Optional<RuntimeException> failure(Ending ending, Demand demand) {
        return outcome(ending, demand).failure(SomeChild.ended(ending)::facts, NOT_ASKED);
    }

    private static Outcome outcome(Ending ending, Demand demand) {
        return new Outcome(Optional.of(ending), false, false, ending.known().killed(), false, false, LIMITS, demand);
    }

    private static Demand expecting(Expectation expected) {
        return Demand.NONE.expecting(expected);
    }

    @Test
    void childLives_isNoFailure() {
        Outcome outcome = new Outcome(
                Optional.empty(), false, false, false, false, false, LIMITS.passedStart("late"), Demand.NONE);

        assertThat(outcome.failure(SomeChild.alive()::facts, NOT_ASKED)).isEmpty();
    }

    @Test
    void childEndsAsAsked_isNoFailure() {
        assertThat(failure(end(0, Task.RETURNED), Demand.NONE)).isEmpty();
        assertThat(failure(end(137, true, Task.UNENDED, Exit.NONE, true, false), Demand.NONE))
                .as("killed by its test")
                .isEmpty();
    }

    @Test
    void programExits_isAFailureUnlessTheCodeIsZero() {
        assertThat(failure(end(0), Demand.NONE)).isPresent();
        assertThat(failure(end(0), Demand.OF_PROGRAM)).isEmpty();
        assertThat(failure(end(4), Demand.OF_PROGRAM)).isPresent();
        assertThat(failure(end(0), Demand.OF_PROGRAM.expecting(new Expectation.Exit(3))))
                .isPresent();
    }

    @Test
    void childExits_isAFailureWithItsFacts() {
        ChildFailedException failure =
                (ChildFailedException) failure(end(4), Demand.NONE).orElseThrow();

        assertThat(failure)
                .hasMessageStartingWith("child 'a' (pid 4711) exited with code 4")
                .hasNoCause();
        assertThat(failure.childName()).isEqualTo("a");
        assertThat(failure.pid()).isEqualTo(4711);
        assertThat(failure.exit()).isEqualTo(end(4).status());
        assertThat(failure.getStackTrace())
                .containsExactly(new StackTraceElement("[child a, pid 4711]", "started", null, -1), SomeChild.STARTED);
    }

    @Test
    void taskThrows_itsExceptionIsTheCause() {
        Ending ending = end(1, Task.THREW);
        Outcome outcome = new Outcome(Optional.of(ending), true, false, false, false, false, LIMITS, Demand.NONE);

        assertThat(outcome.failure(SomeChild.ended(ending)::facts, () -> thrown))
                .get()
                .isInstanceOf(ChildFailedException.class)
                .extracting(Throwable::getCause)
                .isSameAs(thrown);
    }

    @Test
    void childWasInterruptedByItsTest_itsInterruptionIsNoFailureAndOtherExceptionsAre() {
        Ending ending = end(1, Task.THREW);
        Outcome outcome = new Outcome(Optional.of(ending), true, false, false, true, false, LIMITS, Demand.NONE);

        assertThat(outcome.failure(SomeChild.ended(ending)::facts, InterruptedException::new))
                .isEmpty();
        assertThat(outcome.failure(SomeChild.ended(ending)::facts, () -> thrown))
                .isPresent();
    }

    @Test
    void testHadFailedBefore_isNoFailure() {
        Ending ending = end(1, Task.THREW);
        Outcome outcome = new Outcome(Optional.of(ending), true, false, false, false, true, LIMITS, Demand.NONE);

        assertThat(outcome.failure(SomeChild.ended(ending)::facts, () -> thrown))
                .isEmpty();
    }

    @Test
    void limitsPass_theFirstThatEndsItCounts() {
        assertLate(LIMITS.passedStart("a"), Duration.ofSeconds(3), "did not begin its task within the start timeout");
        assertLate(LIMITS.passedSoft("a"), Duration.ofSeconds(4), "was still in its task at its soft limit of 4 s");
        assertLate(
                LIMITS.passedSoft("a").passedHard("b"),
                Duration.ofSeconds(5),
                "was still in its task at its hard limit of 5 s and was killed");
    }

    private static void assertLate(Limits limits, Duration limit, String text) {
        Ending ending = end(137);
        Outcome outcome = new Outcome(Optional.of(ending), false, false, false, false, false, limits, Demand.NONE);
        ChildTimeoutException late =
                (ChildTimeoutException) outcome.failure(SomeChild.ended(ending).with(limits)::facts, NOT_ASKED)
                        .orElseThrow();

        assertThat(late).hasMessageContaining(text);
        assertThat(late.limit()).isEqualTo(limit);
        assertThat(late.childNames()).containsExactly("a");
    }

    @Test
    void expectedExit_comesOrNot() {
        assertThat(failure(end(4), expecting(new Expectation.Exit(4)))).isEmpty();
        assertThat(failure(end(3), expecting(new Expectation.Exit(4)))).isPresent();
        assertThat(failure(end(1, Task.THREW), expecting(new Expectation.Exit(1))))
                .as("an exception is no exit")
                .isPresent();
        assertThat(failure(end(137, true, Task.RETURNED, Exit.NONE, false, true), expecting(new Expectation.Killed())))
                .as("killed since it lived on")
                .isPresent();
    }

    @Test
    void expectedKill_comesOrNot() {
        assertThat(failure(end(137), expecting(new Expectation.Killed()))).isEmpty();
        assertThat(failure(end(1, true, Task.UNENDED, Exit.NONE, true, false), expecting(new Expectation.Killed())))
                .as("where a kill shows as no signal")
                .isEmpty();
        assertThat(failure(end(0, Task.RETURNED), expecting(new Expectation.Killed())))
                .isPresent();
    }

    @Test
    void expectedToRun_endsBeforeOrWithTheTest() {
        Demand running = expecting(new Expectation.RunningAtEnd());

        assertThat(failure(end(0, Task.RETURNED), running)).isPresent();
        assertThat(failure(end(143), running.runUntilTheEnd())).isEmpty();
    }

    @Test
    void testEndsBeforeADaemonHasEndedAsExpected_isAFailure() {
        Demand demand = expecting(new Expectation.Exit(4)).runUntilTheEnd();
        Ending ending = end(143);

        assertThat(failure(ending, demand)).as("of one that was waited for").isEmpty();
        assertThat(new Outcome(Optional.of(ending), false, true, false, false, false, LIMITS, demand)
                        .failure(SomeChild.ended(ending)::facts, NOT_ASKED))
                .isPresent();
    }

    @Test
    void testAsksForWhatHasNotCome_isAFailure() {
        ChildFacts child = SomeChild.ended(end(143)).facts();

        assertThat(Outcome.missed(child, null)).hasMessageContaining("was killed by SIGTERM");
        assertThat(Outcome.withoutResult(child, null))
                .hasMessageStartingWith(
                        "child 'a' (pid 4711) has no result: it was killed by SIGTERM (exit code 143)\n");
        assertThat(Outcome.unreadable(child, new UnreadableObjectException("no such class", "Shop", null)))
                .hasMessageContaining("returned what cannot be read in the test JVM: no such class")
                .hasCauseInstanceOf(UnreadableObjectException.class);
        IOException cause = new IOException();
        assertThat(Outcome.unreadable(child, new UnreadableObjectException("no such class", "Shop", cause)))
                .hasCause(cause);
        assertThat(List.of(Outcome.missed(child, thrown).getCause())).containsExactly(thrown);
    }
}
