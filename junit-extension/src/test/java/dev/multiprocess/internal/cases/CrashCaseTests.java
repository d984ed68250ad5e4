package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.record.Rebuild;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names of crash tests and of their points. */
class CrashCaseTests {

    private static final Rebuild.Point PLACE = new Rebuild.Point(20, 0);
    private static final CrashPoint POINT =
            new CrashPoint("17", PLACE, new CrashAt.Operation(21, 0), "before force of wal.log, Bank.java:88", 17, 31);

    @Test
    void crash_isNamedByPointAndLoss() {
        CrashCase each = CrashCase.of(POINT, Unsynced.ALL);

        assertThat(each.key()).isEqualTo("17-all");
        assertThat(each.how()).isEqualTo("all");
        assertThat(each.displayName()).isEqualTo("17-all: before force of wal.log, Bank.java:88 (17 of 31)");
        assertThat(CrashCase.of(POINT, Unsynced.NONE).key()).isEqualTo("17-none");
        assertThat(CrashCase.of(POINT, Unsynced.RANDOM).key()).isEqualTo("17-random");
    }

    @Test
    void fault_isNamedByPointAndFault() {
        CrashCase each = CrashCase.of(POINT, IoFault.noSpace());

        assertThat(each).isEqualTo(new CrashCase(POINT, Unsynced.NONE, Optional.of(IoFault.noSpace())));
        assertThat(each.key()).isEqualTo("17-noSpace");
        assertThat(CrashCase.of(POINT, IoFault.failedWrite()).key()).isEqualTo("17-failedWrite");
        assertThat(CrashCase.of(POINT, IoFault.failedForce()).key()).isEqualTo("17-failedForce");
    }

    @Test
    void loss_isNamedInEveryLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("lt", "LT"));
        try {
            assertThat(CrashCase.of(POINT, Unsynced.RANDOM).how()).isEqualTo("random");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void instant_isNamedByItsTime() {
        CrashPoint point = CrashPoint.instant("t4", PLACE, 3_210_000, 4, 200);

        assertThat(point)
                .isEqualTo(new CrashPoint(
                        "t4", PLACE, new CrashAt.Instant(3_210_000), "3.210 ms after the start of the work", 4, 200));
        assertThat(CrashCase.of(point, Unsynced.NONE).displayName())
                .isEqualTo("t4-none: 3.210 ms after the start of the work (4 of 200)");
        assertThat(point.isInstant()).isTrue();
        assertThat(POINT.isInstant()).isFalse();
    }

    @Test
    void otherInstant_isOfTheSameRun() {
        CrashPoint other = CrashPoint.instant("t4", PLACE, 3_210_000, 4, 200).atInstant("t4-1", 1_000_000);

        assertThat(other).isEqualTo(CrashPoint.instant("t4-1", PLACE, 1_000_000, 4, 200));
    }
}
