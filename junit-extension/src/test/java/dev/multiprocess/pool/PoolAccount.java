package dev.multiprocess.pool;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.pool.Tasks.RefusedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What was asked of a pool, what came of it, and which workers were killed meanwhile: everything that {@link #violations()}
 * compares was seen from outside the pool.
 */
final class PoolAccount {

    /** What can come of a task. */
    enum Outcome {
        RETURNED,
        THREW,
        CANCELLED,
        TIMED_OUT,
        LOST
    }

    /** What a task is asked to do, and what may come of that besides its loss. */
    enum Kind {
        RETURNS(Outcome.RETURNED),
        THROWS(Outcome.THREW),
        IS_CANCELLED(Outcome.CANCELLED),
        PASSES_SOFT_LIMIT(Outcome.TIMED_OUT),
        PASSES_HARD_LIMIT(Outcome.TIMED_OUT),
        MAY_WAIT_TOO_LONG(Outcome.RETURNED, Outcome.TIMED_OUT),
        IS_MAPPED(Outcome.RETURNED),
        IS_MAPPED_UNORDERED(Outcome.RETURNED);

        private final Set<Outcome> possible;

        Kind(Outcome first, Outcome... others) {
            possible = EnumSet.of(first, others);
            possible.add(Outcome.LOST);
        }
    }

    private static final ExitStatus SIGKILL = new ExitStatus(ExitStatus.End.KILLED, 137, Optional.of("SIGKILL"));

    private final Map<Integer, Kind> asked = new ConcurrentHashMap<>();
    private final Map<Integer, List<Outcome>> outcomes = new ConcurrentHashMap<>();
    private final Map<Integer, ChildFailedException> deaths = new ConcurrentHashMap<>();
    private final Map<Integer, List<Long>> begun = new ConcurrentHashMap<>();
    private final Set<Long> fruitful = ConcurrentHashMap.newKeySet();
    private final Set<Long> killed = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

    static String label(int task) {
        return "task-" + task;
    }

    void ask(int task, Kind kind) {
        asked.put(task, kind);
    }

    /** The task itself says that it runs, and where. */
    void begins(int task, long pid) {
        begun.computeIfAbsent(task, key -> new CopyOnWriteArrayList<>()).add(pid);
        fruitful.add(pid);
    }

    /** A worker is about to be killed. */
    void kills(long pid) {
        killed.add(pid);
    }

    boolean hasKilled(long pid) {
        return killed.contains(pid);
    }

    boolean hasRunATaskIn(long pid) {
        return fruitful.contains(pid);
    }

    void returned(int task, int result) {
        add(task, Outcome.RETURNED);
        if (result != task) {
            surprises.add(label(task) + " returned " + result);
        }
    }

    /** A task has failed; what it has thrown is the cause of what its future throws. */
    void failed(int task, Throwable failure) {
        if (failure instanceof CancellationException) {
            add(task, Outcome.CANCELLED);
        } else if (failure instanceof ChildTimeoutException) {
            add(task, Outcome.TIMED_OUT);
        } else if (failure instanceof RefusedException && label(task).equals(failure.getMessage())) {
            add(task, Outcome.THREW);
        } else if (failure instanceof ChildFailedException death) {
            add(task, Outcome.LOST);
            deaths.put(task, death);
        } else {
            surprises.add(label(task) + " failed with " + failure);
        }
    }

    private void add(int task, Outcome outcome) {
        outcomes.computeIfAbsent(task, key -> new CopyOnWriteArrayList<>()).add(outcome);
    }

    /** Everything that should not have been. */
    List<String> violations() {
        List<String> all = new ArrayList<>(surprises);
        asked.forEach((task, kind) -> {
            List<Outcome> some = outcomes.getOrDefault(task, List.of());
            if (some.size() != 1 || !kind.possible.containsAll(some)) {
                all.add(label(task) + ", which " + kind + ", has these outcomes: " + some);
            }
            List<Long> pids = begun.getOrDefault(task, List.of());
            if (pids.size() > 1) {
                all.add(label(task) + " has begun in pids " + pids);
            }
            if (pids.isEmpty() && (some.contains(Outcome.RETURNED) || some.contains(Outcome.THREW))) {
                all.add(label(task) + " has never begun: " + some);
            }
        });
        Set<Long> dead = new HashSet<>();
        deaths.forEach((task, death) -> {
            if (!dead.add(death.pid())) {
                all.add("pid " + death.pid() + " has lost " + label(task) + " and another task");
            }
            all.addAll(violations(task, death));
        });
        return all;
    }

    private List<String> violations(int task, ChildFailedException death) {
        List<String> all = new ArrayList<>();
        if (!killed.contains(death.pid())) {
            all.add(label(task) + " is lost with pid " + death.pid() + ", which was not killed: " + death.getMessage());
        }
        List<Long> pids = begun.getOrDefault(task, List.of());
        Kind kind = asked.get(task);
        if (kind != Kind.IS_MAPPED_UNORDERED && !pids.isEmpty() && !pids.equals(List.of(death.pid()))) {
            all.add(label(task) + " is lost with pid " + death.pid() + ", but has begun in pids " + pids);
        }
        if (!SIGKILL.equals(death.exit())) {
            all.add(label(task) + " is lost in this way: " + death.exit());
        }
        String text = death.getMessage();
        if (!text.contains(death.childName())
                || !text.contains("pid " + death.pid())
                || !text.contains("SIGKILL")
                || !(text.contains(label(task)) || kind == Kind.IS_MAPPED || kind == Kind.IS_MAPPED_UNORDERED)) {
            all.add(label(task) + " is lost, and the message does not say which, where and how: " + text);
        }
        return all;
    }

    @Override
    public String toString() {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        outcomes.values().forEach(some -> some.forEach(each -> counts.merge(each, 1, Integer::sum)));
        return asked.size() + " tasks: " + counts + "; " + killed.size() + " workers killed";
    }
}
