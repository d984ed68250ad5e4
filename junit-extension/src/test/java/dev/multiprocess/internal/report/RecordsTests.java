package dev.multiprocess.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.internal.diagnose.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small records that reports are made of. */
class RecordsTests {

    @ParameterizedTest
    @CsvSource({
        "1, a, child 'a' (pid 5)",
        "2, a~2, 'child ''a'' (2nd start, pid 5)'",
        "3, a~3, 'child ''a'' (3rd start, pid 5)'",
        "11, a~11, 'child ''a'' (11th start, pid 5)'",
        "21, a~21, 'child ''a'' (21st start, pid 5)'",
        "22, a~22, 'child ''a'' (22nd start, pid 5)'"
    })
    void childIsStartedAgain_isToldApart(int start, String label, String text) {
        ChildId id = new ChildId(1, "a", start, 5);

        assertThat(id.label()).isEqualTo(label);
        assertThat(id).hasToString(text);
    }

    @Test
    void factsHaveSeveralLines_theyAreAligned() {
        Facts facts = new Facts("it failed")
                .add("key", "one\ntwo")
                .add("none", List.of())
                .add("some", List.of("1", "2"))
                .advise("Do not.");

        assertThat(facts.toString()).isEqualTo("""
                it failed
                  key          : one
                                 two
                  some         : 1
                                 2
                Do not.""");
        assertThat(Facts.line("note", 3)).isEqualTo("  note         : 3");
    }

    @Test
    void duration_isToldInSecondsIfTheyAreWhole() {
        assertThat(TimeText.of(Duration.ofSeconds(3))).isEqualTo("3 s");
        assertThat(TimeText.of(Duration.ofMillis(1500))).isEqualTo("1500 ms");
    }

    @Test
    void limitsAreSet_theyArePendingUntilTheyHavePassed() {
        Limits none = Limits.of(Duration.ofSeconds(1), Optional.empty(), Optional.empty());
        Limits both = Limits.of(
                Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(2)), Optional.of(Duration.ofSeconds(3)));

        assertThat(none.arePending()).isFalse();
        assertThat(both.arePending()).isTrue();
        assertThat(both.passedSoft("a").arePending()).isTrue();
        assertThat(both.passedSoft("a").passedHard("b").arePending()).isFalse();
        assertThat(both.passedStart("c").atStart()).contains("c");
    }

    @Test
    void testHasSeenTheEnd_thatIsEnoughUnlessItExpectsAnother() {
        assertThat(Demand.NONE.isSatisfied()).isFalse();
        assertThat(Demand.NONE.askedFor().isSatisfied()).isTrue();
        assertThat(Demand.NONE.askedFor().expecting(new Expectation.Killed()).isSatisfied())
                .isFalse();
        assertThat(Demand.NONE
                        .expecting(new Expectation.Killed())
                        .thrownAtTest()
                        .isSatisfied())
                .isTrue();
        assertThat(Demand.NONE.expecting(new Expectation.RunningAtEnd()).isToRun())
                .isTrue();
        assertThat(Demand.NONE.runUntilTheEnd().isToRun()).isFalse();
    }

    @Test
    void signalsAndExceptions_areNoExpectedExit() {
        Expectation.Exit one = new Expectation.Exit(1);

        assertThat(one.isMetBy(new ExitStatus(End.EXITED, 1, Optional.empty()))).isTrue();
        assertThat(one.isMetBy(new ExitStatus(End.FAILED, 1, Optional.empty()))).isFalse();
        assertThat(new Expectation.Exit(137).isMetBy(new ExitStatus(End.KILLED, 137, Optional.of("SIGKILL"))))
                .isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void codeThatNoProcessOfUnixHas_isRefused() {
        assertThatThrownBy(() -> new Expectation.Exit(256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the exit code that is expected must be between 0 and 255, which is all that this operating"
                        + " system tells: code=256");
    }
}
