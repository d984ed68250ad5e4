package dev.multiprocess.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A thread that makes one call, so that others can see it wait and interrupt it. */
final class Caller<R> {

    private static final long PATIENCE_SECONDS = 20;

    private final FutureTask<R> call;
    private final Thread thread;

    private Caller(Callable<R> call) {
        this.call = new FutureTask<>(call);
        this.thread = new Thread(this.call, "caller");
        thread.setDaemon(true);
    }

    static <R> Caller<R> begin(Callable<R> call) {
        Caller<R> caller = new Caller<>(call);
        caller.thread.start();
        return caller;
    }

    /** Returns when the thread waits; what it waits for is not known, so that must not matter to the test. */
    Caller<R> awaitWaiting() {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(call.isDone()).as("returned instead of waiting").isFalse();
            Thread.onSpinWait();
        }
        return this;
    }

    /** Throws what the call has thrown, if it has. */
    void requireNoFailure() throws Exception {
        if (call.isDone()) {
            call.get();
        }
    }

    Caller<R> interrupt() {
        thread.interrupt();
        return this;
    }

    R result() throws Exception {
        return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What the call has thrown. */
    Throwable failure() throws Exception {
        try {
            throw new AssertionError("nothing was thrown, and this returned: " + result());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
