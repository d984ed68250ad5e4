package dev.multiprocess.internal.report;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.sync.SyncKeeper;
import dev.multiprocess.internal.sync.SyncKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Threads, of which each waits without limit for a lock that the next one has, and the last one for one that the first has.
 * None of them can ever continue, whatever other threads do.
 *
 * @param steps in their order, one for each thread
 */
public record LockCircle(List<Step> steps) {

    /**
     * A thread of the circle.
     *
     * @param process its process
     * @param blocked what it waits for: a lock
     * @param moves of that lock
     * @param awaited that lock
     * @param held the lock that the thread has
     */
    public record Step(int process, Wait blocked, long moves, String awaited, String held) {}

    /** A thread, by its number in its process. */
    private record Owner(int process, long thread) {}

    /** The processes that have a lock while one of their threads waits for one: only those can be in a circle. */
    public static Set<Integer> suspects(List<SyncKeeper.State> states) {
        Set<Integer> owners = new TreeSet<>();
        Set<Integer> waiters = new TreeSet<>();
        for (SyncKeeper.State state : states) {
            if (state.kind() == SyncKind.LOCK && !state.waiters().isEmpty()) {
                owners.addAll(state.holders());
                waiters.addAll(state.waiters().keySet());
            }
        }
        owners.retainAll(waiters);
        return owners;
    }

    /**
     * Finds a circle.
     *
     * @param states of all locks
     * @param waits of the threads of each process
     */
    public static Optional<LockCircle> find(List<SyncKeeper.State> states, Map<Integer, List<Wait>> waits) {
        Map<Integer, SyncKeeper.State> locks = new LinkedHashMap<>();
        states.stream().filter(LockCircle::isOwned).forEach(state -> locks.put(state.number(), state));
        Map<Owner, Step> stuck = new LinkedHashMap<>();
        waits.forEach((process, all) -> all.stream()
                .filter(wait -> wait.kind() == Wait.Kind.SYNC && !wait.timed() && locks.containsKey(wait.syncNumber()))
                .forEach(wait -> {
                    SyncKeeper.State lock = locks.get(wait.syncNumber());
                    stuck.put(
                            new Owner(process, wait.syncThread()),
                            new Step(process, wait, lock.moves(), lock.text(), ""));
                }));
        return stuck.keySet().stream()
                .map(begin -> from(begin, stuck, locks))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isOwned(SyncKeeper.State state) {
        return state.kind() == SyncKind.LOCK && !state.holders().isEmpty();
    }

    private static Optional<LockCircle> from(
            Owner begin, Map<Owner, Step> stuck, Map<Integer, SyncKeeper.State> locks) {
        List<Step> steps = new ArrayList<>();
        Owner next = begin;
        while (steps.size() <= stuck.size()) {
            Step step = stuck.get(next);
            if (step == null) {
                return Optional.empty();
            }
            String held = steps.isEmpty() ? "" : steps.get(steps.size() - 1).awaited();
            steps.add(new Step(step.process(), step.blocked(), step.moves(), step.awaited(), held));
            SyncKeeper.State lock = locks.get(step.blocked().syncNumber());
            next = new Owner(lock.holders().iterator().next(), lock.ownerThread());
            if (next.equals(begin)) {
                Step first = steps.get(0);
                steps.set(
                        0, new Step(first.process(), first.blocked(), first.moves(), first.awaited(), step.awaited()));
                return Optional.of(new LockCircle(steps));
            }
        }
        return Optional.empty();
    }

    /** Whether it is the same as was seen before: no thread has moved. */
    public boolean isStill(LockCircle before) {
        return ids().equals(before.ids());
    }

    private List<String> ids() {
        return steps.stream()
                .map(step -> step.process() + ":" + step.blocked().id() + ":" + step.moves())
                .sorted()
                .toList();
    }

    /**
     * Says it.
     *
     * @param names of processes
     * @return a sentence for each thread
     */
    public List<String> sentences(Map<Integer, String> names) {
        return steps.stream()
                .map(step -> names.getOrDefault(step.process(), "a process") + ", thread '"
                        + step.blocked().thread() + "', has " + step.held() + " and waits for " + step.awaited())
                .toList();
    }
}
