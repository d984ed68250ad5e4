package dev.multiprocess.internal.turns;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to happen at the points of a test, and which threads stand where:
 *
 * <pre>
 *                      its turn, and not held
 *  arrives -> STANDS ----------------------------> continues
 *               |
 *               |     its turn, and to be killed
 *               +--------------------------------> dies
 *               |
 *               |     interrupted, deadline, process ended
 *               +--------------------------------> leaves
 * </pre>
 *
 * <p>A release lets those continue that stand there, even if the point is held again before they have. It is always the turn
 * of a point that is not in the rest of an order. A thread that is to be killed does not wait for a release.
 *
 * <p>Not thread-safe: guarded by the lock of its test.
 */
final class Plan {

    /** What becomes of a thread that has arrived. */
    enum Fate {
        STANDS,
        CONTINUES,
        DIES
    }

    private final Set<String> held = new HashSet<>();
    private final Map<String, Set<Long>> kills = new HashMap<>();

    /** In the order of arrival. */
    private final Map<Long, Arrival> standing = new LinkedHashMap<>();

    private final Set<Long> released = new HashSet<>();
    private final Set<Integer> ended = new HashSet<>();
    private Optional<Turns> order = Optional.empty();
    private long lastArrival;

    // ---- what is to happen

    void hold(String point) {
        held.add(point);
    }

    boolean isHeld(String point) {
        return held.contains(point);
    }

    void release(String point) {
        if (!held.remove(point)) {
            throw new IllegalStateException("checkpoint '" + point + "' cannot be released: it is not held");
        }
        at(point).forEach(arrival -> released.add(arrival.number()));
    }

    void kill(String point, long times) {
        kills.computeIfAbsent(point, none -> new HashSet<>()).add(times);
    }

    void forgetKill(String point, long times) {
        kills.get(point).remove(times);
    }

    void order(Turns turns) {
        order.filter(before -> !before.isDone()).ifPresent(before -> {
            throw new IllegalStateException("an order of checkpoints cannot be set before another one is over: order "
                    + before + " is at " + before.nextStep());
        });
        order = Optional.of(turns);
    }

    Optional<Turns> order() {
        return order;
    }

    /** Whether threads that reach a point are to say so. */
    boolean watches(String point) {
        return held.contains(point)
                || !kills.getOrDefault(point, Set.of()).isEmpty()
                || order.filter(turns -> turns.concerns(point)).isPresent();
    }

    /** How often points were to be reached for kills that have not come. */
    Map<String, Set<Long>> missedKills() {
        return kills;
    }

    // ---- threads

    /** A thread has reached a point; it stands there until it continues, dies or leaves. */
    Arrival arrive(int process, String point, long count) {
        Arrival arrival = new Arrival(++lastArrival, process, point, count);
        standing.put(arrival.number(), arrival);
        return arrival;
    }

    /** Empty if it has left or continued. */
    Optional<Arrival> standing(long number) {
        return Optional.ofNullable(standing.get(number));
    }

    /** All threads that stand somewhere, in the order of their arrival. */
    Stream<Arrival> standing() {
        return standing.values().stream();
    }

    /** Whether a thread stands at a point, and is not about to continue. */
    boolean isStoodAt(String point) {
        return at(point).anyMatch(arrival -> fate(arrival) == Fate.STANDS);
    }

    private Stream<Arrival> at(String point) {
        return standing().filter(arrival -> arrival.point().equals(point));
    }

    private boolean hasArrivedAt(String point) {
        return at(point).findAny().isPresent();
    }

    /** What becomes of a thread now; asked again after each change. */
    Fate fate(Arrival arrival) {
        if (waitsForTurn(arrival)) {
            return Fate.STANDS;
        }
        if (isToDie(arrival)) {
            return Fate.DIES;
        }
        return isStopped(arrival) ? Fate.STANDS : Fate.CONTINUES;
    }

    /** Whether a thread stands since it is not its turn in an order. */
    boolean waitsForTurn(Arrival arrival) {
        String point = arrival.point();
        return order.filter(turns -> turns.concerns(point))
                .filter(turns -> !turns.isTurnOf(point, this::hasArrivedAt, ended::contains)
                        || at(point).findFirst().filter(arrival::equals).isEmpty())
                .isPresent();
    }

    private boolean isToDie(Arrival arrival) {
        return kills.getOrDefault(arrival.point(), Set.of()).contains(arrival.count());
    }

    /** Whether a thread stands at a held point. */
    boolean isStopped(Arrival arrival) {
        return held.contains(arrival.point()) && !released.contains(arrival.number());
    }

    /** A thread continues or dies, as its fate is. */
    void proceed(Arrival arrival) {
        boolean dies = isToDie(arrival);
        if (dies) {
            kills.get(arrival.point()).remove(arrival.count());
        }
        leave(arrival.number());
        order.filter(turns -> turns.concerns(arrival.point())).ifPresent(turns -> turns.take(arrival.process(), dies));
    }

    /** A thread waits no more; it may have continued before. */
    void leave(long number) {
        standing.remove(number);
        released.remove(number);
    }

    /** A process has ended: none of its threads stands anywhere. */
    void ended(int process) {
        ended.add(process);
        List<Long> gone = standing()
                .filter(arrival -> arrival.process() == process)
                .map(Arrival::number)
                .toList();
        gone.forEach(this::leave);
    }

    // ---- when nothing moves

    /** All processes wait: takes the step that runs for over, if that lets the next one begin. */
    boolean yieldTurn() {
        return order.filter(turns -> turns.yieldTurn(this::hasArrivedAt, ended::contains))
                .isPresent();
    }

    /**
     * Whether all processes wait because the next step of the order does not come; a point that is held could be released.
     */
    boolean isOrderStuck() {
        return isOrderOpen()
                && standing().anyMatch(this::waitsForTurn)
                && standing().noneMatch(this::isStopped);
    }

    /** Whether there is an order of which not all steps were taken. */
    boolean isOrderOpen() {
        return order.filter(turns -> !turns.isDone()).isPresent();
    }
}
