package dev.multiprocess.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.report.Verdict.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class VerdictTests {

    private final RuntimeException late = new ChildTimeoutException("late", List.of(), Duration.ZERO);
    private final AssertionError own = new AssertionError("own");

    private static ChildFailedException failed(String message, Throwable cause) {
        return new ChildFailedException(
                message, "a", 1, new ExitStatus(ExitStatus.End.EXITED, 1, Optional.empty()), List.of(), cause);
    }

    private static Throwable of(Throwable thrown, Failed... failed) {
        return Verdict.of(Optional.empty(), thrown, List.of(failed), List.of());
    }

    @Test
    void nothingFailed_testPasses() {
        assertThat(of(null)).isNull();
    }

    @Test
    void testWasEndedFromOutside_thatComesFirst() {
        assertThat(Verdict.of(Optional.of(late), own, List.of(), List.of()))
                .isSameAs(late)
                .hasSuppressedException(own);
        ProcessInterruptedException noticed = new ProcessInterruptedException("interrupted", null);
        RuntimeException alone = new ChildTimeoutException("late", List.of(), Duration.ZERO);
        assertThat(Verdict.of(Optional.of(alone), noticed, List.of(), List.of()).getSuppressed())
                .as("an interruption follows from it")
                .isEmpty();
    }

    @Test
    void testThrows_failuresOfChildrenAreSuppressed() {
        ChildFailedException child = failed("child", null);

        assertThat(of(own, new Failed(1, child))).isSameAs(own).hasSuppressedException(child);
    }

    @Test
    void severalChildrenFail_theFirstThatEndedCounts() {
        ChildFailedException second = failed("second", null);
        ChildFailedException first = failed("first", null);

        assertThat(of(null, new Failed(2, second), new Failed(1, first)))
                .isSameAs(first)
                .hasSuppressedException(second);
    }

    @Test
    void oneChildAborts_anyFailureWeighsMore() {
        ChildFailedException aborted = failed("aborted", new TestAbortedException());
        ChildFailedException failed = failed("failed", null);

        assertThat(of(null, new Failed(1, aborted), new Failed(2, failed))).isSameAs(failed);
    }

    @Test
    void testHasSeenTheFailure_itIsToldOnce() {
        assertThat(of(failed("child", null), new Failed(1, failed("child", null)))
                        .getSuppressed())
                .isEmpty();
    }

    @Test
    void taskThrew_itsExceptionIsShownAndTheChildSuppressed() {
        IllegalStateException cause = new IllegalStateException("not ready");

        Throwable shown = of(null, new Failed(1, failed("child", cause)));

        assertThat(shown).isSameAs(cause);
        assertThat(shown.getSuppressed())
                .singleElement()
                .satisfies(child -> assertThat(child)
                        .isInstanceOf(ChildFailedException.class)
                        .hasMessage("child")
                        .hasNoCause());
    }

    @Test
    void jvmOfTheChildWasOutOfMemory_itIsNotTakenForOneOfTheTestJvm() {
        ChildFailedException child = failed("child", new OutOfMemoryError());

        assertThat(of(null, new Failed(1, child))).isSameAs(child);
    }

    @Test
    void childrenLeaveProcesses_isAFailureAfterAllOthers() {
        ChildFailedException leak = failed("leak", null);

        assertThat(Verdict.of(Optional.empty(), null, List.of(), List.of(leak))).isSameAs(leak);
        assertThat(Verdict.of(Optional.empty(), own, List.of(), List.of(leak))).hasSuppressedException(leak);
    }
}
