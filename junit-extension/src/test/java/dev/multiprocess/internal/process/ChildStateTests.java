package dev.multiprocess.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.process.ChildState.Phase;
import dev.multiprocess.internal.report.Ending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildStateTests {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final byte[] BYTES = {1};

    private final ChildState state = new ChildState();

    private void begin() {
        state.began(Duration.ofMillis(60));
    }

    private Ending endWith(int code) {
        Ending ending = Ending.of(state.known(code, false, GRACE));
        state.end(ending, 42);
        return ending;
    }

    @Test
    void childIsThere_isStarting() {
        assertThat(state.phase()).isEqualTo(Phase.STARTING);
        assertThat(state.hasBegun()).isFalse();
        assertThat(state.ending()).isEmpty();
    }

    @Test
    void taskBegins_isInIt() {
        begin();

        assertThat(state.phase()).isEqualTo(Phase.IN_TASK);
        assertThat(state.said().bootTime()).contains(Duration.ofMillis(60));
    }

    @Test
    void taskReturnsThrowsOrExits_isOver() {
        begin();
        state.returned(BYTES);
        assertThat(state.phase()).isEqualTo(Phase.TASK_OVER);

        ChildState other = new ChildState();
        other.began(Duration.ZERO);
        other.threw(BYTES);
        assertThat(other.phase()).isEqualTo(Phase.TASK_OVER);

        ChildState third = new ChildState();
        third.began(Duration.ZERO);
        third.exiting("");
        assertThat(third.phase()).isEqualTo(Phase.TASK_OVER);
    }

    @Test
    void taskReturns_livesOnUntilItExitsOrEnds() {
        begin();
        assertThat(state.livesOn()).isFalse();
        state.returned(BYTES);
        assertThat(state.livesOn()).isTrue();
        state.exiting("");
        assertThat(state.livesOn()).isFalse();

        ChildState other = new ChildState();
        other.began(Duration.ZERO);
        other.threw(BYTES);
        assertThat(other.livesOn()).isFalse();
    }

    @Test
    void jvmExitsBeforeItsTask_isStartingUntilTheTaskBegins() {
        state.exiting("");
        assertThat(state.phase()).isEqualTo(Phase.STARTING);

        begin();
        assertThat(state.phase()).isEqualTo(Phase.TASK_OVER);
    }

    @Test
    void processEnds_isEndedFromEveryPhase() {
        endWith(1);

        assertThat(state.phase()).isEqualTo(Phase.ENDED);
        assertThat(state.hasBegun()).isFalse();
        assertThat(state.endedNanos()).isEqualTo(42);
        begin();
        assertThat(state.phase()).isEqualTo(Phase.ENDED);
    }

    @Test
    void allThatIsKnown_goesIntoItsEnd() {
        begin();
        state.exiting(LinkListener.BY_SIGNAL);
        state.stop();
        state.kill();
        state.linger("threads");

        assertThat(state.known(137, true, GRACE))
                .isEqualTo(new Ending.Known(
                        137,
                        true,
                        Ending.Task.UNENDED,
                        Ending.Exit.BY_SIGNAL,
                        true,
                        true,
                        true,
                        true,
                        Optional.empty(),
                        GRACE));
        assertThat(state.lingering()).contains("threads");
    }

    @Test
    void somethingIsDoneToOneThatHasEnded_leavesNoTrace() {
        endWith(0);
        state.kill();
        state.interrupt();
        state.giveUp();

        assertThat(state.isKilled()).isFalse();
        assertThat(state.isInterrupted()).isFalse();
        assertThat(state.isGivenUp()).isFalse();
        assertThat(state.wasKilled()).isFalse();
    }

    @Test
    void taskHasThrownWhenItsTestFails_whatItThrewCounts() {
        begin();
        state.giveUp();
        assertThat(state.isGivenUp()).isTrue();

        state.threw(BYTES);
        state.giveUp();
        assertThat(state.isGivenUp()).isFalse();
    }

    @Test
    void linkIsLost_isTheEndOfOneAtWorkOnly() {
        assertThat(state.lose("was closed", true)).as("starting").isFalse();
        begin();
        assertThat(state.lose("was closed", false)).as("dead").isFalse();
        assertThat(state.lose("was closed", true)).isTrue();
        assertThat(state.known(137, false, GRACE).linkEnd()).contains("was closed");
        state.stop();
        assertThat(state.lose("was closed", true)).as("stopping").isFalse();
        assertThat(state.known(137, false, GRACE).linkEnd()).isEmpty();
    }

    @Test
    void signalEndsIt_hadNoChanceToEndWhatItHadStarted() {
        begin();
        endWith(137);

        assertThat(state.wasKilled()).isTrue();
    }
}
