package dev.multiprocess.internal.scope;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The threads that run a test's own code, which end that code when they are interrupted. */
final class TestThreads {

    private final StateLock state;

    /** Several only if dynamic tests run side by side. */
    private final Set<Thread> threads = new LinkedHashSet<>();

    /** The thread that was last seen in the test's code, or waiting for its children. */
    private Thread tester = Thread.currentThread();

    /** For a test that no thread has entered yet. */
    TestThreads(StateLock state) {
        this.state = state;
    }

    /** Notes that this thread runs code of the test from here on. */
    void enter() {
        state.change(() -> {
            tester = Thread.currentThread();
            threads.add(tester);
        });
    }

    void leave() {
        state.change(() -> threads.remove(Thread.currentThread()));
    }

    /** Notes that this thread now waits for the test's children. */
    void joinHere() {
        state.change(() -> tester = Thread.currentThread());
    }

    void interrupt() {
        state.change(() -> threads.forEach(Thread::interrupt));
    }

    /** The thread that runs the test, or waits for its children. */
    Optional<Thread> tester() {
        return state.locked(() -> Optional.of(tester));
    }

    /** Whether a thread is in the test's own code. */
    boolean has(Thread thread) {
        return state.locked(() -> threads.contains(thread));
    }

    boolean hasSeveral() {
        return state.locked(() -> threads.size() > 1);
    }
}
