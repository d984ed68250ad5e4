package dev.multiprocess.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lock with two conditions, a semaphore with owned permits, an event and a barrier must do, one step after the other.
 *
 * <p>Where more than one thread may go on, {@link #next} names all of them, and {@link #goesOn} is told which one did, and
 * with what result.
 */
final class SyncModel {

    static final int PERMITS = 3;
    static final int PARTIES = 3;
    static final int CONDITIONS = 2;

    static final String INTERRUPTED = "InterruptedException";
    static final String BROKEN = "BrokenBarrierException";
    static final String TIMED_OUT = "TimeoutException";

    /** What a thread waits for. */
    enum For {
        NOTHING,
        LOCK,
        CONDITION,
        PERMITS,
        EVENT,
        BARRIER
    }

    /** A thread. */
    static final class Actor {

        final int number;
        final int jvm;
        For waitsFor = For.NOTHING;
        boolean interruptible;
        boolean interrupted;
        boolean timed;

        /** Permits that are wanted, the condition, or how many came to the barrier later. */
        int argument;

        /** How often it had the lock before it waited for the condition. */
        int holds;

        /** What the event or barrier it waits for has come to; {@code null} while it has not. */
        Object released;

        Actor(int number, int jvm) {
            this.number = number;
            this.jvm = jvm;
        }

        private void rest() {
            waitsFor = For.NOTHING;
            interrupted = false;
            timed = false;
            released = null;
        }
    }

    final List<Actor> actors = new ArrayList<>();
    final boolean[] paused;
    Actor owner;
    int holds;
    Optional<Integer> abandonedBy = Optional.empty();
    final int[] signals = new int[CONDITIONS];
    int permits = PERMITS;
    final Map<Integer, Integer> heldBy = new HashMap<>();
    boolean set;
    boolean broken;
    private final List<Actor> arrived = new ArrayList<>();

    SyncModel(int jvms, int actorsOfEach) {
        paused = new boolean[jvms];
        for (int i = 0; i < jvms * actorsOfEach; i++) {
            actors.add(new Actor(i, i % jvms));
        }
    }

    // ---- the lock

    boolean lockAtOnce(Actor actor) {
        if (owner == null) {
            owner = actor;
            holds = 0;
        }
        if (owner == actor) {
            holds++;
            return true;
        }
        return false;
    }

    void waits(Actor actor, For what, int argument, boolean interruptible) {
        actor.waitsFor = what;
        actor.argument = argument;
        actor.interruptible = interruptible;
    }

    void unlock() {
        if (--holds == 0) {
            free();
        }
    }

    private void free() {
        owner = null;
        abandonedBy = Optional.empty();
    }

    void awaits(Actor actor, int condition, boolean interruptible, boolean timed) {
        waits(actor, For.CONDITION, condition, interruptible);
        actor.timed = timed;
        actor.holds = holds;
        free();
    }

    long waitersOf(int condition, boolean alsoPaused) {
        return actors.stream()
                .filter(each -> each.waitsFor == For.CONDITION && each.argument == condition)
                .filter(each -> alsoPaused || !paused[each.jvm])
                .count();
    }

    void signal(int condition, boolean all) {
        int most = (int) waitersOf(condition, true);
        signals[condition] = all ? most : Math.min(most, signals[condition] + 1);
    }

    private void trimSignals() {
        for (int i = 0; i < CONDITIONS; i++) {
            signals[i] = (int) Math.min(signals[i], waitersOf(i, true));
        }
    }

    // ---- the rest

    boolean acquireAtOnce(Actor actor, int count) {
        if (permits < count) {
            return false;
        }
        permits -= count;
        heldBy.merge(actor.jvm, count, Integer::sum);
        return true;
    }

    boolean release(Actor actor, int count) {
        int held = heldBy.getOrDefault(actor.jvm, 0);
        if (held < count) {
            return false;
        }
        heldBy.put(actor.jvm, held - count);
        permits += count;
        return true;
    }

    void set() {
        set = true;
        actors.stream().filter(each -> each.waitsFor == For.EVENT).forEach(each -> each.released = true);
    }

    /** Returns what comes of it at once; {@code null} if the thread waits. */
    Object arrives(Actor actor) {
        if (broken) {
            return BROKEN;
        }
        int later = PARTIES - 1 - arrived.size();
        if (later == 0) {
            arrived.forEach(each -> each.released = each.argument);
            arrived.clear();
            return 0;
        }
        arrived.add(actor);
        waits(actor, For.BARRIER, later, true);
        return null;
    }

    void breakBarrier() {
        broken = true;
        arrived.forEach(each -> each.released = BROKEN);
        arrived.clear();
    }

    void reset() {
        arrived.forEach(each -> each.released = BROKEN);
        arrived.clear();
        broken = false;
    }

    int waitingAtBarrier() {
        return arrived.size();
    }

    // ---- what comes from outside

    void interrupt(Actor actor) {
        actor.interrupted = true;
        if (actor.waitsFor == For.BARRIER && actor.released == null) {
            arrived.remove(actor);
            breakBarrier();
            actor.released = INTERRUPTED;
        }
        if (actor.waitsFor == For.EVENT && actor.released == null) {
            actor.released = INTERRUPTED;
        }
    }

    void die(int jvm) {
        boolean hadLock = owner != null && owner.jvm == jvm;
        if (!broken) {
            breakBarrier();
        }
        for (Actor each : actors) {
            if (each.jvm == jvm) {
                each.rest();
            }
        }
        if (hadLock) {
            owner = null;
            abandonedBy = Optional.of(jvm);
        }
        trimSignals();
        for (int i = 0; i < CONDITIONS; i++) {
            signals[i] = hadLock ? (int) waitersOf(i, true) : signals[i];
        }
        permits += heldBy.getOrDefault(jvm, 0);
        heldBy.remove(jvm);
        paused[jvm] = false;
    }

    // ---- who goes on

    /** The threads of which one must go on now, whichever it is. */
    List<Actor> next() {
        List<Actor> free =
                live(For.EVENT).stream().filter(each -> each.released != null).toList();
        if (free.isEmpty()) {
            free = live(For.BARRIER).stream()
                    .filter(each -> each.released != null)
                    .toList();
        }
        if (free.isEmpty()) {
            free = live(For.PERMITS).stream()
                    .filter(each -> each.argument <= permits || each.interrupted && each.interruptible)
                    .toList();
        }
        if (free.isEmpty()) {
            free = nextForLock();
        }
        return free;
    }

    private List<Actor> nextForLock() {
        List<Actor> stopped = live(For.LOCK).stream()
                .filter(each -> each.interrupted && each.interruptible)
                .toList();
        if (owner != null) {
            return stopped;
        }
        List<Actor> free = new ArrayList<>(live(For.LOCK));
        boolean must = !free.isEmpty();
        for (Actor each : live(For.CONDITION)) {
            boolean stops = each.timed || each.interrupted && each.interruptible;
            long elsewhere = waitersOf(each.argument, true) - waitersOf(each.argument, false);
            must |= stops || signals[each.argument] > elsewhere;
            if (stops || signals[each.argument] > 0) {
                free.add(each);
            }
        }
        return must ? free : List.of();
    }

    private List<Actor> live(For what) {
        return actors.stream()
                .filter(each -> each.waitsFor == what && !paused[each.jvm])
                .toList();
    }

    /** Checks that a thread may have gone on with a result; returns why it may not. */
    Optional<String> goesOn(Actor actor, Object result) {
        Optional<String> wrong =
                switch (actor.waitsFor) {
                    case EVENT, BARRIER ->
                        result.equals(actor.released) ? Optional.empty() : Optional.of("expected " + actor.released);
                    case PERMITS -> permitsCome(actor, result);
                    case LOCK -> lockComes(actor, result);
                    case CONDITION -> conditionComes(actor, result);
                    case NOTHING -> Optional.of("it did not wait");
                };
        actor.rest();
        trimSignals();
        return wrong;
    }

    private Optional<String> permitsCome(Actor actor, Object result) {
        if (result.equals(INTERRUPTED)) {
            return actor.interrupted && actor.interruptible ? Optional.empty() : Optional.of("not interrupted");
        }
        return acquireAtOnce(actor, actor.argument) ? Optional.empty() : Optional.of("too few permits");
    }

    private Optional<String> lockComes(Actor actor, Object result) {
        if (result.equals(INTERRUPTED)) {
            return actor.interrupted && actor.interruptible ? Optional.empty() : Optional.of("not interrupted");
        }
        return lockAtOnce(actor) && holds == 1 ? Optional.empty() : Optional.of("the lock was not free");
    }

    private Optional<String> conditionComes(Actor actor, Object result) {
        if (owner != null) {
            return Optional.of("the lock was not free");
        }
        owner = actor;
        holds = actor.holds;
        if (result.equals(INTERRUPTED)) {
            return actor.interrupted && actor.interruptible ? Optional.empty() : Optional.of("not interrupted");
        }
        if (result.equals(false)) {
            return actor.timed ? Optional.empty() : Optional.of("it has no limit");
        }
        return --signals[actor.argument] >= 0 ? Optional.empty() : Optional.of("it was not signalled");
    }

    @Override
    public String toString() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("owner", owner == null ? "none" : owner.number + " x" + holds);
        facts.put("signals", signals[0] + " " + signals[1]);
        facts.put("permits", permits + " " + heldBy);
        facts.put("set", set);
        facts.put("arrived", arrived.size() + (broken ? " broken" : ""));
        for (Actor each : actors) {
            if (each.waitsFor != For.NOTHING) {
                facts.put(
                        "actor " + each.number,
                        each.waitsFor + " " + each.argument + (each.interrupted ? " interrupted" : "")
                                + (each.timed ? " timed" : ""));
            }
        }
        return facts.toString();
    }
}
