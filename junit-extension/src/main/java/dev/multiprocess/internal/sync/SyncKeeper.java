package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.segment.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Does in the test JVM what must not depend on processes that may die: releases what the dead have held, says whom it
 * concerned, and wakes those that wait. Any thread.
 */
public final class SyncKeeper {

    private final Map<Integer, Kept> all = new ConcurrentHashMap<>();

    /** One object; guarded by itself. */
    private static final class Kept {

        private final SyncKind kind;
        private final SyncView view;
        private final List<Loss> losses = new ArrayList<>();

        /** Its memory must not be touched any more. */
        private boolean over;

        Kept(SyncKind kind, SyncView view) {
            this.kind = kind;
            this.view = view;
        }

        /** Does something with the memory, unless that is over. */
        synchronized void unlessOver(Consumer<SyncMemory> action) {
            if (!over) {
                action.accept(view.memory);
            }
        }
    }

    /**
     * A lock that was not unlocked by its owner.
     *
     * @param lock names it in messages
     * @param process that had it, the number of a child; 0 for the test JVM
     * @param processName its name
     * @param dead whether its process has died in its task; else the task has returned
     */
    public record Loss(String lock, int process, String processName, boolean dead) {}

    /**
     * What is to be known of something that threads wait for.
     *
     * @param number of it
     * @param kind of it
     * @param name of it
     * @param holders the processes that have it, or permits of it
     * @param ownerThread the number of the thread that has it; only of a lock
     * @param waiters how many threads of each process wait for it
     * @param moves differs after each change
     * @param description its state, on one line
     */
    public record State(
            int number,
            SyncKind kind,
            String name,
            Set<Integer> holders,
            long ownerThread,
            Map<Integer, Integer> waiters,
            long moves,
            String description) {

        /** Names it in messages. */
        public String text() {
            return kind.word() + " '" + name + "'";
        }
    }

    /** Makes what stands for a new object in the test JVM. */
    public Handle make(Segment segment, SyncPlan plan, SyncViews views) {
        if (!plan.kind().hasWaits()) {
            segment.set(0, plan.state());
            return views.of(segment);
        }
        SyncMemory memory = new SyncMemory(segment);
        memory.begin(plan.parameter(), plan.bound(), plan.state());
        memory.setAction(plan.action());
        SyncView view = (SyncView) views.of(segment);
        all.put(memory.number(), new Kept(plan.kind(), view));
        return view;
    }

    /** Returns the number of an object; empty if no thread ever waits for it. */
    public Optional<Integer> numberOf(Handle handle) {
        return handle instanceof SyncView view ? Optional.of(view.memory.number()) : Optional.empty();
    }

    // ---- processes

    /**
     * Notes that a child is to be started with a handle.
     *
     * @param handleId any handle's id; only those of barriers matter
     * @param child its number
     * @param childName its name
     */
    public void handedOver(String handleId, int child, String childName) {
        if (handleId.startsWith(SyncKind.BARRIER.word() + ":")) {
            all.values().stream()
                    .filter(kept -> kept.view.handleId().equals(handleId))
                    .forEach(kept -> kept.unlessOver(memory -> memory.join(child, childName)));
        }
    }

    /**
     * Notes that a child has ended.
     *
     * @param child its number
     * @param well whether its task had returned, or it was stopped
     */
    public void ended(int child, boolean well) {
        all.values().forEach(kept -> ended(kept, child, well));
    }

    private static void ended(Kept kept, int child, boolean well) {
        kept.unlessOver(memory -> {
            int cell = memory.find(child);
            if (cell >= 0) {
                release(kept, cell, child, well);
                memory.free(cell);
            }
            // It may have died after a change and before it woke the others.
            kept.view.member.wakeAll();
        });
    }

    private static void release(Kept kept, int cell, int child, boolean well) {
        SyncMemory memory = kept.view.memory;
        String name = memory.nameOf(child);
        switch (kept.kind) {
            case LOCK -> releaseLock(kept, cell, child, name, well);
            case SEMAPHORE -> releasePermits(kept.view, cell);
            case BARRIER -> {
                if (!well || memory.held(cell) > 0) {
                    BarrierView.breakFor(memory, child, name);
                }
            }
            default -> {
                // It has nothing that could be released.
            }
        }
    }

    private static void releaseLock(Kept kept, int cell, int child, String name, boolean well) {
        SyncMemory memory = kept.view.memory;
        long word = memory.state();
        boolean owned = LockWord.owner(word) == child;
        if (memory.isLeft(cell) || owned) {
            kept.losses.add(new Loss(memory.toString(), child, name, owned && !well));
        }
        for (int i = 0; i < SyncMemory.MOST_CONDITIONS; i++) {
            passSignalsOn(memory, cell, i, owned);
        }
        if (owned) {
            memory.tellDead(name);
            memory.moveState(word, LockWord.abandoned(word));
        }
    }

    /**
     * What a dead process was signalled and has not used, goes to others. If it had the lock, it is not known what it has used,
     * or was about to signal: then all look again.
     */
    private static void passSignalsOn(SyncMemory memory, int cell, int condition, boolean owned) {
        long word = memory.condition(cell, condition);
        while (!memory.moveCondition(cell, condition, word, 0)) {
            word = memory.condition(cell, condition);
        }
        if (owned) {
            ConditionView.signalAll(memory, condition);
        } else {
            for (long left = ConditionWord.signals(word); left > 0; left--) {
                ConditionView.signal(memory, condition, cell);
            }
        }
    }

    private static void releasePermits(SyncView view, int cell) {
        if (view.memory.bound() < 0) {
            SemaphoreView.release(view.memory, cell, view.member.cell);
        }
    }

    /** Notes that a child was paused: it may have been about to wake others, which must not wait for it. */
    public void paused() {
        all.values().forEach(kept -> kept.unlessOver(memory -> kept.view.member.wakeAll()));
    }

    /**
     * Ends all waits of some children for some objects, and all that they begin.
     *
     * @param numbers of the objects
     * @param children their numbers
     * @param limit the timeout that has passed; empty in a deadlock
     */
    public void abort(Collection<Integer> numbers, Collection<Integer> children, Optional<Duration> limit) {
        long word = limit.map(Member::atDeadline).orElse(Member.inDeadlock());
        for (Kept kept : kept(numbers)) {
            kept.unlessOver(memory -> {
                for (int cell = 0; cell < memory.cells(); cell++) {
                    if (children.contains(memory.process(cell))) {
                        memory.setAbort(cell, word);
                    }
                }
                kept.view.member.wakeAll();
            });
        }
    }

    /**
     * Makes threads of the test JVM that wait for an object, now or later, throw.
     *
     * @param number of the object
     * @param failure asked anew before each wait; empty lets it wait
     */
    public void failWaits(int number, Supplier<Optional<RuntimeException>> failure) {
        kept(List.of(number)).forEach(kept -> kept.view.member.failWaits(failure));
    }

    private List<Kept> kept(Collection<Integer> numbers) {
        return numbers.stream().map(all::get).filter(kept -> kept != null).toList();
    }

    // ---- the end

    /**
     * Returns which locks were not unlocked as they should, and still are not.
     *
     * @param numbers of objects
     * @return in the order in which that was noticed
     */
    public List<Loss> losses(Collection<Integer> numbers) {
        List<Loss> found = new ArrayList<>();
        for (Kept kept : kept(numbers)) {
            kept.unlessOver(memory -> {
                found.addAll(kept.losses);
                if (kept.kind == SyncKind.LOCK) {
                    int owner = LockWord.owner(memory.state());
                    for (int cell = 0; cell < memory.cells(); cell++) {
                        int process = memory.process(cell);
                        if (process >= 0 && (process == owner || memory.isLeft(cell))) {
                            found.add(new Loss(memory.toString(), process, memory.nameOf(process), false));
                        }
                    }
                }
            });
        }
        return found;
    }

    /**
     * Forgets objects, whose memory may end from then on.
     *
     * @return to be run when it has ended: wakes the threads of the test JVM that wait for them
     */
    public Runnable end(Collection<Integer> numbers) {
        List<Kept> ended = kept(numbers);
        ended.forEach(kept -> kept.unlessOver(memory -> kept.over = true));
        all.keySet().removeAll(Set.copyOf(numbers));
        return () -> ended.forEach(kept -> kept.view.member.close());
    }

    // ---- what can be asked

    /**
     * Shows the state of objects.
     *
     * @param numbers of objects
     * @return of those that have not ended
     */
    public List<State> states(Collection<Integer> numbers) {
        List<State> states = new ArrayList<>();
        kept(numbers).forEach(kept -> kept.unlessOver(memory -> states.add(state(kept))));
        return states;
    }

    private static State state(Kept kept) {
        SyncMemory memory = kept.view.memory;
        long word = memory.state();
        Map<Integer, Integer> waiters = new TreeMap<>();
        Set<Integer> holders = new TreeSet<>();
        for (int cell = 0; cell < memory.cells(); cell++) {
            int process = memory.process(cell);
            if (process >= 0) {
                if (memory.waiting(cell) > 0) {
                    waiters.put(process, memory.waiting(cell));
                }
                if (kept.kind == SyncKind.SEMAPHORE && SemaphoreWord.cellNumber(memory.held(cell)) > 0) {
                    holders.add(process);
                }
            }
        }
        if (kept.kind == SyncKind.LOCK && !LockWord.isFree(word)) {
            holders.add(LockWord.owner(word));
        }
        List<String> parts = new ArrayList<>(List.of(describe(kept, word, holders)));
        if (!waiters.isEmpty()) {
            parts.add("waiting: " + names(memory, waiters.keySet()));
        }
        return new State(
                memory.number(),
                kept.kind,
                memory.name(),
                holders,
                memory.ownerThread(),
                waiters,
                word,
                String.join(", ", parts));
    }

    private static String names(SyncMemory memory, Collection<Integer> processes) {
        return processes.stream().map(memory::nameOf).collect(Collectors.joining(", "));
    }

    private static String describe(Kept kept, long word, Set<Integer> holders) {
        SyncMemory memory = kept.view.memory;
        return switch (kept.kind) {
            case LOCK -> LockWord.isFree(word) ? free(memory, word) : held(memory, word, holders);
            case SEMAPHORE ->
                SemaphoreWord.permits(word) + " permits"
                        + (holders.isEmpty() ? "" : ", others held by " + names(memory, holders));
            case LATCH -> "count " + word;
            case EVENT -> word % 2 == 0 ? "not set" : "set";
            case BARRIER ->
                BarrierWord.isBroken(word)
                        ? "broken"
                        : BarrierWord.arrived(word) + " of " + memory.parameter() + " have come";
            default -> "";
        };
    }

    private static String free(SyncMemory memory, long word) {
        return LockWord.isAbandoned(word) ? "free, abandoned by " + memory.nameOfDead() : "free";
    }

    private static String held(SyncMemory memory, long word, Set<Integer> holders) {
        long holds = memory.ownerHolds();
        OptionalLong since = memory.heldSince(word);
        return "held by " + names(memory, holders)
                + (holds > 1 ? ", " + holds + " times" : "")
                + (since.isPresent()
                        ? " (for " + Math.max(0, System.currentTimeMillis() - since.getAsLong()) + " ms)"
                        : "");
    }
}
