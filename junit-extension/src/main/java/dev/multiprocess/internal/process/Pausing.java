package dev.multiprocess.internal.process;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.Signals;
import dev.multiprocess.internal.report.ChildId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Stops and resumes the process of one child. Any thread. */
final class Pausing {

    private final ChildId child;
    private final Optional<ProcessIdentity> identity;
    private final Supplier<Optional<String>> howItEnded;
    private final Signals signals;

    /** Not the test's: sending a signal takes a process, and the other children must not wait for it. */
    private final ReentrantLock lock = new ReentrantLock();

    private Signals.Pause pause;
    private boolean over;

    /**
     * Of a child that runs.
     *
     * @param identity empty if it had ended before it could be looked at
     * @param howItEnded the predicate of a sentence; empty while it lives
     */
    Pausing(ChildId child, Optional<ProcessIdentity> identity, Supplier<Optional<String>> howItEnded, Signals signals) {
        this.child = child;
        this.identity = identity;
        this.howItEnded = howItEnded;
        this.signals = signals;
    }

    /** Stops the process, unless this has been done. */
    void pause() {
        signals.requirePause(child.toString());
        lock.lock();
        try {
            if (over) {
                throw ended(null);
            }
            if (pause == null) {
                pause = signals.pause(identity.orElseThrow(() -> ended(null)));
            }
        } catch (IOException e) {
            throw isThere()
                    ? new IllegalStateException(child + " could not be paused: " + e.getMessage(), e)
                    : ended(e);
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException ended(IOException cause) {
        return new IllegalStateException(
                child + " " + howItEnded.get().orElse("has ended") + "; it cannot be paused", cause);
    }

    /** Resumes the process if it is stopped; for the end, where most are not. */
    void resumeIfPaused() {
        if (isPaused()) {
            resume();
        }
    }

    /** Resumes the process, whatever has stopped it, or is about to; nothing happens if it runs or has ended. */
    void resume() {
        lock.lock();
        try {
            if (over) {
                return;
            }
            if (pause != null) {
                Signals.Pause paused = pause;
                pause = null;
                paused.resume();
            } else {
                signals.resume(identity.orElseThrow(() -> new IOException("it has ended")));
            }
        } catch (IOException e) {
            if (isThere()) {
                throw new IllegalStateException(child + " could not be resumed: " + e.getMessage(), e);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The operating system knows that a process has ended sooner than its handle does. */
    private boolean isThere() {
        return identity.filter(ProcessIdentity::isAlive).isPresent();
    }

    /** Whether the process is stopped now, by the test or by something else. */
    boolean isPaused() {
        return identity.filter(this::isPaused).isPresent();
    }

    private boolean isPaused(ProcessIdentity process) {
        return signals.isPaused(process);
    }

    /** Notes that the process has ended. */
    void ended() {
        lock.lock();
        try {
            over = true;
            if (pause != null) {
                pause.abandon();
            }
        } finally {
            lock.unlock();
        }
    }
}
