package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.reap.ProcessIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A JVM that was started in advance and waits for its task, until it becomes a child. */
final class WaitingJvm implements Guest {

    private final JvmStart start;
    private final Process process;
    private final Optional<ProcessIdentity> identity;
    private final long startNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private LinkServer link;
    private Child<?> child;
    private boolean warm;
    private boolean answered;
    private boolean gone;

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
        Child<?> successor;
        lock.lock();
        try {
            link = opened;
            successor = child;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        if (successor != null) {
            opened.hearWith(successor.life());
            return successor.life().connected(opened);
        }
        return true;
    }

    @Override
    public void ready() {
        lock.lock();
        try {
            warm = true;
            answered = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed() {
        lock.lock();
        try {
            gone = true;
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
            return gone || !process.isAlive();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is warm, or gone. */
    boolean awaitWarm(Duration limit) throws InterruptedException {
        return await(limit, false);
    }

    /**
     * Asks it whether it is there.
     *
     * @param soonNeeded a class that it may load meanwhile
     */
    void ask(String soonNeeded) {
        LinkServer opened;
        lock.lock();
        try {
            opened = link;
            answered = false;
        } finally {
            lock.unlock();
        }
        opened.askReady(soonNeeded);
    }

    /** Waits for its answer. */
    boolean answers(Duration limit) throws InterruptedException {
        return await(limit, true);
    }

    private boolean await(Duration limit, boolean forAnswer) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!(forAnswer ? answered : warm) && !gone && process.isAlive() && left > 0) {
                // In steps, since a process that dies before it has called is seen by nobody else.
                left -= stepOf(left);
            }
            return (forAnswer ? answered : warm) && !gone;
        } finally {
            lock.unlock();
        }
    }

    private long stepOf(long left) throws InterruptedException {
        long begin = System.nanoTime();
        change.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        return System.nanoTime() - begin;
    }

    /** Makes it a child: from here on the child hears what it says. */
    void handTo(Child<?> successor) {
        LinkServer opened;
        lock.lock();
        try {
            child = successor;
            opened = link;
        } finally {
            lock.unlock();
        }
        if (opened != null) {
            opened.hearWith(successor.life());
            successor.life().connected(opened);
        }
    }

    /** Ends it unused. */
    void end() {
        process.destroyForcibly();
    }

    @Override
    public void started() {
        throw unexpected("began a task");
    }

    @Override
    public void returned(byte[] result) {
        throw unexpected("returned a result");
    }

    @Override
    public void threw(byte[] failure) {
        throw unexpected("threw an exception");
    }

    @Override
    public void called(int call, byte[] invocation) {
        throw unexpected("called a handle");
    }

    private IllegalStateException unexpected(String what) {
        return new IllegalStateException(name() + " " + what + " before it was given a task");
    }

    @Override
    public void exiting(String caller) {
        // Its end of file says the same.
    }

    @Override
    public void noted(String text) {
        // There is no launch record yet.
    }
}
