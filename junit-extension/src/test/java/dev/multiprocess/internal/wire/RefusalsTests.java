package dev.multiprocess.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is logged of callers that are refused. */
class RefusalsTests {

    private final Refusals refusals = new Refusals();

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void firstCaller_isLoggedAtOnce() {
        assertThat(refusals.refused("it left", seconds(5)))
                .contains("a caller on the test JVM's socket was refused: it left");
        assertThat(refusals.rest()).isEmpty();
    }

    @Test
    void thousandsWithinAMinute_areCountedInTheNextLine() {
        refusals.refused("it left", seconds(5));
        for (int i = 0; i < 10_000; i++) {
            assertThat(refusals.refused("it took too long to greet", seconds(64)))
                    .isEmpty();
        }

        assertThat(refusals.refused("it left", seconds(65)))
                .contains("more callers on the test JVM's socket were refused: 10000, the last because it took too long"
                        + " to greet; a caller on the test JVM's socket was refused: it left");
        assertThat(refusals.refused("it left", seconds(66))).isEmpty();
        assertThat(refusals.rest())
                .contains("more callers on the test JVM's socket were refused: 1, the last because it left");
    }
}
