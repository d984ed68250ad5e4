package dev.multiprocess.internal.call;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A call that a thread of this JVM carries out; to cancel it interrupts that thread, and never what it does next. */
public final class CarriedCall extends CompletableFuture<Reply> implements Runnable {

    private final Supplier<Reply> call;
    private Thread thread;
    private boolean interrupted;
    private boolean over;

    /**
     * A call that is yet to be run.
     *
     * @param call throws nothing
     */
    public CarriedCall(Supplier<Reply> call) {
        this.call = call;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        Reply reply;
        try {
            reply = call.get();
        } finally {
            end();
        }
        complete(reply);
    }

    private synchronized boolean begin() {
        if (isDone()) {
            return false;
        }
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
        return true;
    }

    private synchronized void end() {
        thread = null;
        over = true;
        // Of a call that is over.
        Thread.interrupted();
    }

    /** Interrupts the thread that carries it out, at once or when it begins. */
    synchronized void interrupt() {
        interrupted = !over;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        if (cancelled) {
            interrupt();
        }
        return cancelled;
    }
}
