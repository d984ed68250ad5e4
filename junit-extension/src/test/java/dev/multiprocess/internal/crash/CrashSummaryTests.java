package dev.multiprocess.internal.crash;

import static dev.multiprocess.internal.crash.CrashCases.crash;
import static dev.multiprocess.internal.crash.CrashCases.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.Chosen;
import dev.multiprocess.internal.cases.CrashCase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said at the end of a crash test. */
class CrashSummaryTests {

    private static final String TEST = "crash test BankTests.survives: ";

    private final PairBudget pairs = new PairBudget(2, 1);
    private final List<CrashCase> cases = List.of(
            crash(1, Unsynced.NONE),
            crash(1, Unsynced.ALL),
            crash(2, Unsynced.NONE),
            crash(2, Unsynced.ALL),
            fault(2, IoFault.failedForce()));
    private final CrashSummary summary = summary(5, "atMost");

    private CrashSummary summary(int made, String by) {
        return new CrashSummary("BankTests.survives", 17, made, new Chosen(cases, Optional.empty(), by), pairs);
    }

    private void passed(int index) {
        summary.add(index, cases.get(index), new Verdict(cases.get(index).key(), Optional.empty()));
    }

    private void failed(int index) {
        summary.add(index, cases.get(index), new Verdict(cases.get(index).key(), Optional.of(new AssertionError())));
    }

    @Test
    void runWithoutFailures_saysWhatWasTried() {
        for (int i = 4; i >= 0; i--) {
            passed(i);
        }

        assertThat(summary)
                .hasToString(TEST + "points: 17, tests: 5 (none 2, all 2, failedForce 1),"
                        + " different directories and promises: 5; failures: 0");
        assertThat(summary.isGood()).isTrue();
        assertThat(summary.isEmpty()).isFalse();
    }

    @Test
    void failures_areInTheOrderOfTestsWithWhatNeverFailed() {
        passed(0);
        failed(4);
        passed(2);
        failed(3);
        failed(1);

        assertThat(summary)
                .hasToString(TEST + "points: 17, tests: 5 (none 2, all 2, failedForce 1), different directories and"
                        + " promises: 5; failures: 3 (1-all, 2-all, 2-failedForce); no failure with: none");
        assertThat(summary.isGood()).isFalse();
    }

    @Test
    void kindThatWasNotTried_isNotSaidNeverToFail() {
        failed(1);
        passed(3);

        assertThat(summary)
                .hasToString(TEST + "points: 17, tests: 2 (none 0, all 2, failedForce 0),"
                        + " different directories and promises: 2; failures: 1 (1-all)");
    }

    @Test
    void equalDirectories_areCountedOnce() {
        failed(1);
        summary.add(3, cases.get(3), new Verdict("1-all", Optional.of(new AssertionError())));
        summary.add(2, cases.get(2), new Verdict("1-none", Optional.empty()));
        passed(0);

        assertThat(summary)
                .hasToString(TEST + "points: 17, tests: 4 (none 2, all 2, failedForce 0),"
                        + " different directories and promises: 2; failures: 2 (1-all, 2-all); no failure with: none");
    }

    @Test
    void crashesOfChecks_areCounted() throws Exception {
        passed(0);
        pairs.begin(0);
        pairs.take(0, 5);

        assertThat(summary.toString()).endsWith("promises: 1; crashes of checks: 2 of 5; failures: 0");
    }

    @Test
    void whatWasLeftOut_isSaid() {
        CrashSummary all = summary(11, "atMost");
        all.addLate();
        all.addLate();
        all.addOtherWay("4-none");
        all.addOtherWay("1-none");
        all.addUnseenCheck();

        assertThat(all.toString())
                .endsWith("failures: 0; left out by atMost: 6; left out by within: 2; checks that were not crashed,"
                        + " as their recording does not tell what they write: 1;"
                        + " runs that took another way than the recorded one, as that of 4-none did: 2");
        assertThat(all.isGood()).isTrue();
        assertThat(summary(11, "multiprocess.crash").toString()).endsWith("; left out by multiprocess.crash: 6");
    }

    @Test
    void planOfWhichNothingWasAskedFor_isEmpty() {
        assertThat(summary.isEmpty()).isTrue();
        assertThat(summary.isGood()).isTrue();

        summary.addLate();
        assertThat(summary.isEmpty()).isFalse();
    }
}
