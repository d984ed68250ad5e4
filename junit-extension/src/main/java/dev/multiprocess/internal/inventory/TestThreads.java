package dev.multiprocess.internal.inventory;

import dev.multiprocess.internal.events.Events;
import dev.multiprocess.internal.thread.StateLock;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The threads that run a test's own code, which end that code when they are interrupted. */
public final class TestThreads {

    /** Of the test whose code the thread runs, or for whose child it carries out a call. */
    private static final ThreadLocal<TestThreads> CURRENT = new ThreadLocal<>();

    private final StateLock state;
    private final Optional<TestThreads> outer;
    private final Events.Source log;
    private final Set<Thread> threads = new LinkedHashSet<>();

    /** The thread that was last seen in the test's code, or waiting for its children. */
    private Thread tester = Thread.currentThread();

    /**
     * For a test that no thread has entered yet.
     *
     * @param outer those of the scope around it
     * @param log of the test
     */
    public TestThreads(StateLock state, Optional<TestThreads> outer, Events.Source log) {
        this.state = state;
        this.outer = outer;
        this.log = log;
    }

    /** Notes that this thread runs code of the test from here on. */
    public void enter() {
        state.change(() -> {
            tester = Thread.currentThread();
            threads.add(tester);
        });
        CURRENT.set(this);
        Events.enter(log);
    }

    public void leave() {
        state.change(() -> threads.remove(Thread.currentThread()));
        CURRENT.remove();
        Events.enter(null);
    }

    /** Does what a child of the test asks for on this thread, which is none of the test's own. */
    <T> T lend(Supplier<T> action) {
        CURRENT.set(this);
        try {
            return action.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** Whether this thread belongs to the test, or to one inside its scope. */
    public boolean areHere() {
        TestThreads each = CURRENT.get();
        while (each != null && each != this) {
            each = each.outer.orElse(null);
        }
        return each == this;
    }

    /** Whether there is a scope around that of the test, whose queues and children it may wait for. */
    public boolean haveOuter() {
        return outer.isPresent();
    }

    /** Notes that this thread now waits for the test's children. */
    public void joinHere() {
        state.change(() -> tester = Thread.currentThread());
        Events.enter(log);
    }

    public void interrupt() {
        state.change(() -> threads.forEach(Thread::interrupt));
    }

    /** The thread that runs the test, or waits for its children. */
    public Optional<Thread> tester() {
        return state.locked(() -> Optional.of(tester));
    }

    /** Whether a thread is in the test's own code. */
    public boolean has(Thread thread) {
        return state.locked(() -> threads.contains(thread));
    }
}
