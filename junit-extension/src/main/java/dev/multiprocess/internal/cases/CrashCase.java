package dev.multiprocess.internal.cases;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import java.util.Locale;
import java.util.Optional;

/**
 * One test: a point, and what happens there. Immutable.
 *
 * @param point where
 * @param loss what is lost
 * @param fault what fails, instead of a crash
 */
public record CrashCase(CrashPoint point, Unsynced loss, Optional<IoFault> fault) {

    public static CrashCase of(CrashPoint point, Unsynced loss) {
        return new CrashCase(point, loss, Optional.empty());
    }

    public static CrashCase of(CrashPoint point, IoFault fault) {
        return new CrashCase(point, Unsynced.NONE, Optional.of(fault));
    }

    /**
     * The same of a plan that is not the first of its test.
     *
     * @param plan its number, from 2
     */
    public CrashCase ofPlan(int plan) {
        return new CrashCase(point.called(Chosen.prefix(plan) + point.id()), loss, fault);
    }

    /** What selects it, and names its directory. */
    public String key() {
        return point.id() + "-" + how();
    }

    /** What happens there, in one word. */
    public String how() {
        return fault.map(IoFault::name).orElseGet(() -> loss.name().toLowerCase(Locale.ROOT));
    }

    /** As JUnit shows it. */
    public String displayName() {
        return key() + ": " + point.words() + " (" + point.ordinal() + " of " + point.count() + ")";
    }
}
