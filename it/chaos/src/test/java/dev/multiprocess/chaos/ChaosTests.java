package dev.multiprocess.chaos;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills 20 processes in an ordinary build, 1,000 in a nightly one, and as many as {@code -Dchaos.kills} says in either.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "sends signals, and looks for what is left where Linux has it")
class ChaosTests {

    private static final Settings SETTINGS = Settings.read();
    private static RoundResult all = RoundResult.NOTHING;

    static Stream<Round> rounds() {
        return SETTINGS.numbers().mapToObj(number -> Round.plan(SETTINGS, number));
    }

    @BeforeAll
    static void tellSeed() {
        System.out.println("chaos of seed " + SETTINGS.seed() + "; again: " + SETTINGS.replay(0));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void processesDieAtRandomInstants_everyElementIsAccountedFor(Round round) {
        long begin = System.nanoTime();
        try {
            RoundResult result = RoundRun.of(round);
            all = all.plus(result);
            System.out.println(round + ": " + result + ", in "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        } catch (Throwable e) {
            throw new AssertionError(round + " failed; again: " + SETTINGS.replay(round.number()), e);
        }
    }

    @AfterAll
    static void tellResult() {
        System.out.println("chaos of seed " + SETTINGS.seed() + ": " + all);
    }
}
