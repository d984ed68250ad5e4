package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plan says. */
class PlanOptionsTests {

    private static final PlanOptions DEFAULTS = PlanOptions.defaults();

    /** Differs from the defaults in everything. */
    private static final PlanOptions OTHER = new PlanOptions(
            true,
            Set.of("x"),
            3,
            true,
            List.of(Unsynced.ALL),
            List.of(IoFault.failedWrite()),
            true,
            Optional.of(9),
            Optional.of(Duration.ofDays(1)),
            99);

    static Stream<Arguments> changes() {
        return Stream.of(
                change("operations", true, PlanOptions::withOperations),
                change("checkpoints", Set.of("a"), options -> options.withCheckpoints(Set.of("a"))),
                change("instants", 200, options -> options.withInstants(200)),
                change("killed", true, PlanOptions::withKills),
                change("losses", List.of(Unsynced.RANDOM), options -> options.withLosses(List.of(Unsynced.RANDOM))),
                change("faults", List.of(IoFault.noSpace()), options -> options.withFaults(List.of(IoFault.noSpace()))),
                change("inCheck", true, PlanOptions::withChecks),
                change("most", Optional.of(4), options -> options.withMost(4)),
                change(
                        "within",
                        Optional.of(Duration.ofSeconds(5)),
                        options -> options.withTime(Duration.ofSeconds(5))),
                change("seed", 5L, options -> options.withSeed(5)));
    }

    private static Arguments change(String component, Object value, UnaryOperator<PlanOptions> change) {
        return Arguments.of(component, value, change);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void change_isOfOneThingOnly(String component, Object value, UnaryOperator<PlanOptions> change) throws Exception {
        for (PlanOptions before : List.of(DEFAULTS, OTHER)) {
            PlanOptions after = change.apply(before);
            for (RecordComponent each : PlanOptions.class.getRecordComponents()) {
                Object expected = each.getName().equals(component)
                        ? value
                        : each.getAccessor().invoke(before);
                assertThat(each.getAccessor().invoke(after)).as(each.getName()).isEqualTo(expected);
            }
        }
    }

    @Test
    void everyComponent_canBeChanged() {
        assertThat(changes().map(each -> each.get()[0]))
                .containsExactlyElementsOf(Stream.of(PlanOptions.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void defaults_loseNothingAndBoundNothing() {
        assertThat(DEFAULTS)
                .isEqualTo(new PlanOptions(
                        false,
                        Set.of(),
                        0,
                        false,
                        List.of(Unsynced.NONE),
                        List.of(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        1));
    }

    @Test
    void fileOperations_areThePointsUnlessOthersAreChosen() {
        assertThat(DEFAULTS.atOperations()).isTrue();
        assertThat(DEFAULTS.withCheckpoints(Set.of("a")).atOperations()).isFalse();
        assertThat(DEFAULTS.withInstants(1).atOperations()).isFalse();
        assertThat(DEFAULTS.withInstants(1).withOperations().atOperations()).isTrue();
        assertThat(DEFAULTS.withFaults(List.of(IoFault.noSpace())).atOperations())
                .isTrue();
    }

    @Test
    void pairs_areTwoHundredUnlessAtMostSaysOtherwise() {
        assertThat(DEFAULTS.pairs()).isEqualTo(200);
        assertThat(DEFAULTS.withMost(5_000).pairs()).isEqualTo(5_000);
        assertThat(DEFAULTS.withMost(3).pairs()).isEqualTo(3);
    }
}
