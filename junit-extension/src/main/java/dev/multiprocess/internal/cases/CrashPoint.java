package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.record.Rebuild;

/**
 * Where a run is crashed. Immutable.
 *
 * @param id in the names of its tests
 * @param place in the recording; for an instant its end
 * @param kill how a run dies there
 * @param words completes a sentence that begins with: the process died
 * @param ordinal which of its kind, from 1
 * @param count how many of its kind there are
 */
public record CrashPoint(String id, Rebuild.Point place, CrashAt kill, String words, int ordinal, int count) {

    /**
     * An instant in a run.
     *
     * @param end of the recorded run
     */
    public static CrashPoint instant(String id, Rebuild.Point end, long nanos, int ordinal, int count) {
        String words = Instants.text(nanos) + " after the start of the work";
        return new CrashPoint(id, end, new CrashAt.Instant(nanos), words, ordinal, count);
    }

    /** Another instant of the same run. */
    public CrashPoint atInstant(String otherId, long nanos) {
        return instant(otherId, place, nanos, ordinal, count);
    }

    /** The same with another id. */
    CrashPoint called(String otherId) {
        return new CrashPoint(otherId, place, kill, words, ordinal, count);
    }

    /** Whether only a real kill gets there. */
    public boolean isInstant() {
        return kill instanceof CrashAt.Instant;
    }
}
