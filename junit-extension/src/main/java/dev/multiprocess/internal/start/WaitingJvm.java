package dev.multiprocess.internal.start;

import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.jvm.JvmStart;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A JVM that was started in advance and waits for its task, until it becomes a child. */
final class WaitingJvm implements LinkOwner {

    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    /** How many times one that does not answer is checked: for a second. */
    private static final int LOOKS = 10;

    private final JvmStart start;
    private final Process process;
    private final Optional<ProcessIdentity> identity;
    private final long startNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private LinkServer link;
    private LinkOwner heir;
    private boolean warm;
    private boolean taken;
    private boolean givenUp;
    private boolean closed;

    /** It goes down, and takes no job any more. */
    private boolean leaving;

    WaitingJvm(JvmStart start, Process process) {
        this.start = start;
        this.process = process;
        identity = ProcessIdentity.of(process.toHandle());
    }

    JvmStart start() {
        return start;
    }

    Process process() {
        return process;
    }

    /** Empty if it had ended before it could be asked. */
    Optional<ProcessIdentity> identity() {
        return identity;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public String name() {
        return "waiting-" + start.number();
    }

    @Override
    public boolean connected(LinkServer opened) {
        lock.lock();
        try {
            if (link != null) {
                return false;
            }
            link = opened;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ready() {
        happened(() -> warm = true);
    }

    @Override
    public void taken() {
        boolean inTime;
        lock.lock();
        try {
            inTime = !givenUp;
            taken = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        if (inTime) {
            heir().taken();
        }
    }

    @Override
    public void closed(String reason) {
        happened(() -> closed = true);
        knownHeir().ifPresent(child -> child.closed(reason));
    }

    private void happened(Runnable what) {
        lock.lock();
        try {
            what.run();
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isWarm() {
        lock.lock();
        try {
            return warm;
        } finally {
            lock.unlock();
        }
    }

    boolean isGone() {
        lock.lock();
        try {
            return closed || leaving || !process.isAlive();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is warm, or gone. */
    boolean awaitWarm(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (!warm && !isGone() && System.nanoTime() < end) {
                // In steps, since nothing else notices a process that dies before it has called.
                change.awaitNanos(LOOK_AGAIN_NANOS);
            }
            return warm && !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Turns a warm JVM into a child: gives it the child's job, and waits until it has it. From here on the child
     * receives what it says.
     *
     * @return false if it was dead, as it is now; then it has not begun the job
     * @throws IOException if it was killed because it did not answer, and may have begun the job before that
     */
    boolean becomes(LinkOwner child) throws IOException {
        lock.lock();
        try {
            heir = child;
        } finally {
            lock.unlock();
        }
        child.connected(opened());
        if (awaitTaken() || !giveUp()) {
            return true;
        }
        end();
        // What it had said before it died is read before its link is closed.
        if (awaitTaken() || !hasLeft()) {
            throw new IOException("the JVM that had waited for a task (pid " + process.pid()
                    + ") did not answer within a second and was killed, when it may have begun the task");
        }
        return false;
    }

    /** Unless it has its job by now. */
    private boolean giveUp() {
        lock.lock();
        try {
            givenUp = !taken;
            return givenUp;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has its job, or goes down, or its link is closed. An interruption is kept for later. */
    private boolean awaitTaken() {
        lock.lock();
        try {
            // In steps: a machine that stands still for long uses up only one of them, and the answer can still be
            // read.
            for (int looks = 0; !taken && !closed && !leaving && looks < LOOKS; looks++) {
                Uninterruptibly.get(() -> change.awaitNanos(LOOK_AGAIN_NANOS));
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it unused. */
    void end() {
        process.destroyForcibly();
    }

    // ---- what it says as a child

    @Override
    public void noted(String text) {
        heir().noted(text);
    }

    @Override
    public void started() {
        heir().started();
    }

    @Override
    public void returned(byte[] result) {
        heir().returned(result);
    }

    @Override
    public void threw(byte[] failure) {
        heir().threw(failure);
    }

    @Override
    public void exiting(String caller) {
        boolean hasJob;
        lock.lock();
        try {
            hasJob = taken;
            leaving |= !taken;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        if (hasJob) {
            heir().exiting(caller);
        }
    }

    @Override
    public CompletableFuture<Reply> called(CallRequest request) {
        return heir().called(request);
    }

    private LinkOwner heir() {
        return knownHeir()
                .orElseThrow(() -> new IllegalStateException(name() + " spoke of a task that it was not given"));
    }

    private Optional<LinkOwner> knownHeir() {
        lock.lock();
        try {
            return Optional.ofNullable(heir);
        } finally {
            lock.unlock();
        }
    }

    private LinkServer opened() {
        lock.lock();
        try {
            return link;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasLeft() {
        lock.lock();
        try {
            return closed || leaving;
        } finally {
            lock.unlock();
        }
    }
}
