package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.record.Rebuild;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which cases become tests. */
class ChosenTests {

    private static final String TEST = "BankTests.survives";
    private static final List<CrashCase> ALL = IntStream.rangeClosed(1, 31)
            .mapToObj(i -> CrashCase.of(
                    new CrashPoint(
                            String.valueOf(i),
                            new Rebuild.Point(i, 0),
                            new CrashAt.Operation(i, 0),
                            "before operation " + i,
                            i,
                            31),
                    Unsynced.ALL))
            .toList();

    private final PlanOptions options = PlanOptions.defaults();

    private static Chosen chosen(PlanOptions options, String wanted) {
        return Chosen.of(ALL, options, TEST, Optional.ofNullable(wanted));
    }

    @Test
    void withoutAProperty_allAreChosen() {
        assertThat(chosen(options, null)).isEqualTo(new Chosen(ALL, Optional.empty(), "atMost"));
    }

    @Test
    void property_isThatOfTheSystem() {
        String before = System.setProperty("multiprocess.crash", "17-all");
        try {
            assertThat(Chosen.of(ALL, options, TEST).cases()).containsExactly(ALL.get(16));
            System.clearProperty("multiprocess.crash");
            assertThat(Chosen.of(ALL, options, TEST).cases()).isEqualTo(ALL);
        } finally {
            if (before != null) {
                System.setProperty("multiprocess.crash", before);
            }
        }
    }

    @Test
    void atMost_choosesEvenlyByTheSeed() {
        PlanOptions bounded = options.withMost(5).withSeed(7);

        assertThat(chosen(bounded, null))
                .isEqualTo(new Chosen(Selection.evenly(ALL, 5, 7), Optional.empty(), "atMost"));
        assertThat(chosen(bounded, null).cases()).hasSize(5);
        assertThat(chosen(bounded.withSeed(8), null)).isNotEqualTo(chosen(bounded, null));
    }

    @Test
    void property_choosesOneEvenIfAtMostWouldLeaveItOut() {
        for (int i = 0; i < ALL.size(); i++) {
            assertThat(chosen(options.withMost(1), (i + 1) + "-all"))
                    .isEqualTo(new Chosen(List.of(ALL.get(i)), Optional.empty(), "multiprocess.crash"));
        }
    }

    @Test
    void propertyOfACrashOfACheck_choosesItsCaseAndItsPoint() {
        assertThat(chosen(options.withChecks(), "17-all+2-cut-512"))
                .isEqualTo(new Chosen(List.of(ALL.get(16)), Optional.of("2-cut-512"), "multiprocess.crash"));
        assertThat(chosen(options.withChecks(), "17-all"))
                .isEqualTo(new Chosen(List.of(ALL.get(16)), Optional.empty(), "multiprocess.crash"));
    }

    @Test
    void propertyThatNamesNone_isRefused() {
        assertThatThrownBy(() -> chosen(options, "17-none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the system property multiprocess.crash must name a crash of test BankTests.survives,"
                        + " as its failure does: multiprocess.crash=17-none, and the test has 31 crashes, from 1-all"
                        + " to 31-all; select only the test that has failed");
        assertThatThrownBy(() -> chosen(options, "")).hasMessageContaining(": multiprocess.crash=, and");
        assertThatThrownBy(() -> chosen(options.withChecks(), "32-all+1")).hasMessageContaining("=32-all+1, and");
    }

    @Test
    void propertyOfACrashOfACheckWithoutSuchCrashes_isRefused() {
        assertThatThrownBy(() -> chosen(options, "17-all+2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the system property multiprocess.crash must name a crash of test BankTests.survives,"
                        + " as its failure does: multiprocess.crash=17-all+2, and the test has 31 crashes, from 1-all"
                        + " to 31-all, none of them within a check; select only the test that has failed");
    }
}
