package dev.multiprocess.internal.crash;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.Chosen;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.CrashPoint;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.record.Rebuild;
import java.util.List;
import java.util.Optional;

/** Cases as a person knows them. */
final class CrashCases {

    private CrashCases() {}

    private static CrashPoint point(int ordinal, String words) {
        return new CrashPoint(
                String.valueOf(ordinal),
                new Rebuild.Point(ordinal, 0),
                new CrashAt.Operation(ordinal, 0),
                words,
                ordinal,
                31);
    }

    static CrashCase crash(int ordinal, Unsynced loss) {
        return CrashCase.of(point(ordinal, "before force of wal.log, Bank.java:88"), loss);
    }

    static CrashCase fault(int ordinal, IoFault fault) {
        return CrashCase.of(point(ordinal, "failed force of wal.log, Bank.java:88"), fault);
    }

    /** Of a plan without cases. */
    static CrashSummary summary(PairBudget budget) {
        return new CrashSummary("BankTests.survives", 0, 0, new Chosen(List.of(), Optional.empty(), "atMost"), budget);
    }
}
