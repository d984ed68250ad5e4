package dev.multiprocess.internal.crashed;

import dev.multiprocess.internal.checkpoint.PassedPoints;
import dev.multiprocess.internal.recorder.Attempt;
import dev.multiprocess.internal.recorder.FileHook;
import dev.multiprocess.internal.recorder.Recorder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Kills this process by SIGKILL where it is told to, or lets a file operation fail there. */
final class Crash {

    /** The exit code of a process that could not die where it was to die. */
    static final int FAILED = 98;

    private Crash() {}

    /** Arranges it; the work of this process begins right after this. */
    static void arrange(CrashAt at) {
        PassedPoints.listen(new AtCheckpoints(at));
        if (at instanceof CrashAt.Operation each) {
            Recorder.hook(new AtOperation(each));
        } else if (at instanceof CrashAt.Fault each) {
            Recorder.hook(new AtFault(each));
        } else if (at instanceof CrashAt.Instant each) {
            Thread killer = new Thread(new AtInstant(System.nanoTime() + each.nanos()), "multiprocess-crash");
            killer.setDaemon(true);
            killer.start();
        }
    }

    /** Does not return. */
    private static void killThisProcess() {
        try {
            Recorder.killThisProcess();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw fail("it cannot send itself SIGKILL", e);
        }
        throw fail("it has survived SIGKILL", null);
    }

    private static IllegalStateException fail(String sentence, Throwable reason) {
        System.err.println("multiprocess: this run of a crash test was to be killed, and is ended instead: "
                .concat(sentence)
                .concat(reason == null ? "" : ": ".concat(reason.toString())));
        Runtime.getRuntime().halt(FAILED);
        return new IllegalStateException(sentence, reason);
    }

    /** Before an operation, whatever other threads do meanwhile elsewhere. */
    private static final class AtOperation implements FileHook {

        private final CrashAt.Operation at;

        AtOperation(CrashAt.Operation at) {
            this.at = at;
        }

        @Override
        public int before(Attempt attempt) {
            if (attempt.number() == at.number()) {
                if (at.cut() > 0) {
                    try {
                        attempt.writePart(at.cut());
                    } catch (IOException e) {
                        throw fail("a part of the write could not be written", e);
                    }
                }
                killThisProcess();
            }
            return 0;
        }

        @Override
        public void after(Attempt attempt, boolean done) {
            // It is in the log.
        }
    }

    private static final class AtFault implements FileHook {

        private final CrashAt.Fault at;

        AtFault(CrashAt.Fault at) {
            this.at = at;
        }

        @Override
        public int before(Attempt attempt) {
            return attempt.number() == at.number() ? at.errno() : 0;
        }

        @Override
        public void after(Attempt attempt, boolean done) {
            // It is in the log.
        }
    }

    /** Records each checkpoint, and dies at one of them. */
    private static final class AtCheckpoints implements PassedPoints.Listener {

        private final CrashAt at;
        private final AtomicLong count = new AtomicLong();

        AtCheckpoints(CrashAt at) {
            this.at = at;
        }

        @Override
        public void passes(String point) {
            Notes.checkpoint(point);
            if (at instanceof CrashAt.Checkpoint each
                    && each.point().equals(point)
                    && count.incrementAndGet() == each.times()) {
                killThisProcess();
            }
        }
    }

    private static final class AtInstant implements Runnable {

        private final long nanoTime;

        AtInstant(long nanoTime) {
            this.nanoTime = nanoTime;
        }

        @Override
        public void run() {
            for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            killThisProcess();
        }
    }
}
