package dev.multiprocess.internal.diagnose;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Events;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One thread of this JVM that waits in an operation of ours, from its {@link #begin} to its {@link #end()}.
 *
 * <p>Recorded only when a thread is about to block, so that operations that find what they need cost nothing.
 */
public final class Waiting {

    private static final Set<Waiting> ALL = ConcurrentHashMap.newKeySet();
    private static final AtomicLong LAST_ID = new AtomicLong();
    private static final ThreadLocal<Caller> CALLER = new ThreadLocal<>();

    /** Not a lambda, which would be the first of a child. */
    private static final Supplier<List<Integer>> NO_CHILDREN = new Supplier<>() {
        @Override
        public List<Integer> get() {
            return List.of();
        }
    };

    private final long id = LAST_ID.incrementAndGet();
    private final Thread thread = Thread.currentThread();
    private final Caller caller = CALLER.get();
    private final long begin = System.nanoTime();
    private final Wait.Kind kind;
    private final String target;
    private final Supplier<List<Integer>> children;
    private final boolean timed;
    /** {@code null} if it is timed and this is never asked. */
    private final BooleanSupplier pending;

    /** {@code null} if it is not to be seen later. */
    private final Events.Span span;

    /** The call of a child that a thread carries out. */
    private record Caller(int child, int call) {}

    private Waiting(
            Wait.Kind kind, String target, Supplier<List<Integer>> children, boolean timed, BooleanSupplier pending) {
        this.kind = kind;
        this.target = target;
        this.children = children;
        this.timed = timed;
        this.pending = pending;
        span = kind.isShown() ? Events.begin(Event.Kind.WAIT, kind.ordinal(), shown(target)) : null;
    }

    private String shown(String target) {
        return target.concat("\t").concat(thread.getName());
    }

    /**
     * Registers that this thread begins to wait.
     *
     * @param kind what it waits for
     * @param target as in {@link Wait}
     * @param timed whether the wait ends by itself
     * @param pending whether what it waits for has not come; false once it has, though the thread may not have noticed.
     *     Called by any thread, which it must not block
     * @return to be ended by the same thread
     */
    public static Waiting begin(Wait.Kind kind, Object target, boolean timed, BooleanSupplier pending) {
        return added(new Waiting(kind, String.valueOf(target), NO_CHILDREN, timed, pending));
    }

    /**
     * Registers that this thread begins to wait for children.
     *
     * @param what in words
     * @param children their numbers, of those for which it waits at the moment
     * @param timed whether the wait ends by itself
     * @param pending as in {@link #begin}
     * @return to be ended by the same thread
     */
    public static Waiting forChildren(
            String what, Supplier<List<Integer>> children, boolean timed, BooleanSupplier pending) {
        return added(new Waiting(Wait.Kind.CHILDREN, what, children, timed, pending));
    }

    /**
     * Registers that this thread begins to wait for the answer to a call.
     *
     * @param number of the call among those of this process
     * @param what is called, in words
     * @param owner the number of the child that carries it out; 0 for the test JVM
     * @param pending as in {@link #begin}
     * @return to be ended by the same thread
     */
    public static Waiting forCall(int number, String what, int owner, BooleanSupplier pending) {
        return forCall(number, what, owner, false, pending);
    }

    /**
     * Registers that this thread begins to wait for the answer to a call, perhaps for a time only.
     *
     * @param number as for {@link #forCall(int, String, int, BooleanSupplier)}
     * @param what as there
     * @param owner as there
     * @param timed whether the wait ends by itself
     * @param pending as there
     * @return to be ended by the same thread
     */
    public static Waiting forCall(int number, String what, int owner, boolean timed, BooleanSupplier pending) {
        List<Integer> children = owner == 0 ? List.of() : List.of(owner);
        return added(new Waiting(Wait.Kind.CALL, number + " " + what, () -> children, timed, pending));
    }

    /**
     * Registers that this thread begins to wait for a lock or the like.
     *
     * @param number of it
     * @param what is waited for, in words
     * @param timed whether the wait ends by itself
     * @param pending as in {@link #begin}
     * @return to be ended by the same thread
     */
    public static Waiting forSync(int number, String what, boolean timed, BooleanSupplier pending) {
        String target = number + " " + Thread.currentThread().getId() + " " + what;
        return added(new Waiting(Wait.Kind.SYNC, target, NO_CHILDREN, timed, pending));
    }

    /**
     * Registers that this thread, of a worker, has no task.
     *
     * @param pending false once one has come
     * @return to be ended by the same thread
     */
    public static Waiting forTask(BooleanSupplier pending) {
        return added(new Waiting(Wait.Kind.IDLE, "", NO_CHILDREN, false, pending));
    }

    /** Registers that this thread carries out a call; where it also waits in an operation of ours, that counts. */
    private static Waiting carrying() {
        Thread thread = Thread.currentThread();
        return added(new Waiting(
                Wait.Kind.CARRY, "", NO_CHILDREN, false, () -> waitsForUs(thread) || waitsForOthers(thread)));
    }

    private static boolean waitsForUs(Thread thread) {
        return ALL.stream().anyMatch(waiting -> waiting.thread == thread && waiting.kind != Wait.Kind.CARRY);
    }

    private static boolean waitsForOthers(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.BLOCKED;
    }

    /**
     * Registers that this thread waits for what comes at once.
     *
     * @return to be ended by the same thread
     */
    public static Waiting forMoment() {
        return added(new Waiting(Wait.Kind.MOMENT, "", NO_CHILDREN, true, null));
    }

    private static Waiting added(Waiting waiting) {
        ALL.add(waiting);
        return waiting;
    }

    /** Registers that the thread no longer waits. */
    public void end() {
        ALL.remove(this);
        if (span != null) {
            span.end();
        }
    }

    /**
     * Does something on behalf of a child: what this thread waits for meanwhile, that child waits for.
     *
     * @param <T> what the action returns
     * @param child its number
     * @param call the number of its call
     * @param action the call
     * @return what the action returned
     */
    public static <T> T inTheNameOf(int child, int call, Supplier<T> action) {
        CALLER.set(new Caller(child, call));
        Waiting carrying = carrying();
        try {
            return action.get();
        } finally {
            carrying.end();
            CALLER.remove();
        }
    }

    /**
     * Lists what threads of this JVM wait for.
     *
     * @return at this moment
     */
    public static List<Wait> all() {
        return ALL.stream().map(Waiting::toWait).toList();
    }

    /**
     * Finds what a thread waits for in its own name.
     *
     * @param thread of this JVM
     * @return empty if it does not wait in an operation of ours
     */
    public static Stream<Wait> of(Thread thread) {
        return ALL.stream().filter(waiting -> waiting.thread == thread).map(Waiting::toWait);
    }

    /**
     * Returns whether a call of a child that this JVM carries out waits for what has not come.
     *
     * @param child its number
     * @param call the call's number
     * @return false also if a wait ends by itself, or the call is not waiting
     */
    public static boolean isStuckInTheNameOf(int child, int call) {
        List<Waiting> all = ALL.stream()
                .filter(waiting -> new Caller(child, call).equals(waiting.caller))
                .toList();
        return !all.isEmpty() && all.stream().allMatch(Waiting::isStuck);
    }

    /**
     * Returns whether any call of a child waits for what has not come.
     *
     * @param child its number
     * @return as for a single call
     */
    public static boolean isStuckInTheNameOf(int child) {
        return ALL.stream()
                .anyMatch(waiting -> waiting.caller != null && waiting.caller.child() == child && waiting.isStuck());
    }

    static Set<Waiting> current() {
        return ALL;
    }

    Thread thread() {
        return thread;
    }

    /** Whether nothing but another thread or process can end it, and none has. */
    boolean isStuck() {
        return !timed && pending.getAsBoolean();
    }

    Wait toWait() {
        return new Wait(
                id,
                kind,
                target,
                children.get(),
                thread.getName(),
                caller == null ? 0 : caller.child(),
                caller == null ? 0 : caller.call(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                timed);
    }
}
