package dev.multiprocess.internal.crash;

import static dev.multiprocess.internal.crash.CrashCases.crash;
import static dev.multiprocess.internal.crash.CrashCases.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.CrashCase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said at the end of a crash test. */
class CrashSummaryTests {

    private static final String TEST = "BankTests.survives";

    private final PairBudget pairs = new PairBudget(2, 1);

    private CrashSummary summary(int points, int made, int chosen) {
        return new CrashSummary(TEST, points, made, chosen, pairs);
    }

    private static void passed(CrashSummary summary, CrashCase each) {
        summary.add(each, new Verdict(each.key(), Optional.empty()));
    }

    private static void failed(CrashSummary summary, CrashCase each) {
        summary.add(each, new Verdict(each.key(), Optional.of(new AssertionError())));
    }

    @Test
    void runWithoutFailures_saysWhatWasTried() {
        CrashSummary summary = summary(17, 4, 4);
        passed(summary, crash(1, Unsynced.NONE));
        passed(summary, crash(1, Unsynced.ALL));
        passed(summary, crash(2, Unsynced.NONE));
        passed(summary, fault(2, IoFault.failedForce()));

        assertThat(summary)
                .hasToString(
                        "crash test BankTests.survives: 17 points, 4 tests (none 2, all 1, failedForce 1); failed: none");
        assertThat(summary.isGood()).isTrue();
        assertThat(summary.isEmpty()).isFalse();
    }

    @Test
    void failures_areNamedWithWhatNeverFailed() {
        CrashSummary summary = summary(2, 5, 5);
        passed(summary, crash(1, Unsynced.NONE));
        failed(summary, crash(1, Unsynced.ALL));
        passed(summary, crash(1, Unsynced.RANDOM));
        passed(summary, crash(2, Unsynced.ALL));
        failed(summary, fault(2, IoFault.noSpace()));

        assertThat(summary)
                .hasToString("crash test BankTests.survives: 2 points, 5 tests (none 1, all 2, random 1,"
                        + " noSpace 1); failed: 1-all, 2-noSpace; never failed: none, random");
        assertThat(summary.isGood()).isFalse();
    }

    @Test
    void whatAlwaysFails_leavesNothingThatNeverFailed() {
        CrashSummary summary = summary(1, 1, 1);
        failed(summary, crash(1, Unsynced.ALL));

        assertThat(summary).hasToString("crash test BankTests.survives: 1 point, 1 test (all 1); failed: 1-all");
    }

    @Test
    void equalDirectories_areCounted() {
        CrashSummary summary = summary(3, 3, 3);
        passed(summary, crash(1, Unsynced.ALL));
        summary.add(crash(2, Unsynced.ALL), new Verdict("1-all", Optional.empty()));
        assertThat(summary)
                .hasToString("crash test BankTests.survives: 3 points, 2 tests (all 2), 1 of them not"
                        + " checked again, since its directory and promises were those of another; failed: none");

        summary.add(crash(3, Unsynced.ALL), new Verdict("1-all", Optional.of(new AssertionError())));
        assertThat(summary)
                .hasToString("crash test BankTests.survives: 3 points, 3 tests (all 3), 2 of them not"
                        + " checked again, since their directories and promises were those of others; failed: 3-all");
    }

    @Test
    void crashesOfChecks_areCounted() throws Exception {
        CrashSummary summary = summary(1, 1, 1);
        passed(summary, crash(1, Unsynced.NONE));
        pairs.begin(0);
        pairs.take(0, 5);

        assertThat(summary)
                .hasToString("crash test BankTests.survives: 1 point, 1 test (none 1),"
                        + " 5 crashes of checks, of which 2 were tried; failed: none");
    }

    @Test
    void oneCrashOfACheck_isOne() throws Exception {
        CrashSummary summary = summary(1, 1, 1);
        passed(summary, crash(1, Unsynced.NONE));
        pairs.begin(0);
        pairs.take(0, 1);

        assertThat(summary)
                .hasToString("crash test BankTests.survives: 1 point, 1 test (none 1),"
                        + " 1 crash of a check, of which 1 was tried; failed: none");
    }

    @Test
    void whatWasLeftOut_isSaid() {
        CrashSummary summary = summary(31, 9, 3);
        passed(summary, crash(1, Unsynced.NONE));
        for (int i = 0; i < 2; i++) {
            summary.addLate();
            summary.addOtherWay();
            summary.addUnseenCheck();
        }

        assertThat(summary)
                .hasToString("crash test BankTests.survives: 31 points, 1 test (none 1); failed: none"
                        + "; 6 tests were left out by atMost(3)"
                        + "; 2 tests were left out by the time of within"
                        + "; 2 runs took another way than the recorded one"
                        + "; 2 checks were not crashed, as their recordings do not tell what they write");
        assertThat(summary.isGood()).isTrue();
    }

    @Test
    void oneThatWasLeftOut_isOne() {
        CrashSummary summary = summary(31, 4, 3);
        passed(summary, crash(1, Unsynced.NONE));
        summary.addLate();
        summary.addOtherWay();
        summary.addUnseenCheck();

        assertThat(summary)
                .hasToString("crash test BankTests.survives: 31 points, 1 test (none 1); failed: none"
                        + "; 1 test was left out by atMost(3)"
                        + "; 1 test was left out by the time of within"
                        + "; 1 run took another way than the recorded one"
                        + "; 1 check was not crashed, as its recording does not tell what it writes");
    }

    @Test
    void planOfWhichNothingWasAskedFor_isEmpty() {
        CrashSummary summary = summary(31, 31, 31);
        assertThat(summary.isEmpty()).isTrue();
        assertThat(summary.isGood()).isTrue();

        summary.addLate();
        assertThat(summary.isEmpty()).isFalse();
        assertThat(summary)
                .hasToString("crash test BankTests.survives: 31 points, 0 tests; failed: none"
                        + "; 1 test was left out by the time of within");
    }
}
