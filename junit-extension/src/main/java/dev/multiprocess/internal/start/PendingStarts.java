package dev.multiprocess.internal.start;

import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The processes that are being started, whose children are not known yet. Thread-safe. */
public final class PendingStarts {

    private final Map<Integer, CountDownLatch> running = new ConcurrentHashMap<>();

    /** Read by a thread that starts a process, once it has entered it above: a JVM that goes down must know each. */
    private volatile boolean over;

    /** Makes a process and what knows it. */
    @FunctionalInterface
    public interface Start<T> {

        T start() throws IOException;
    }

    /**
     * Makes a process and enters it where it is looked up; a thread that looks earlier waits.
     *
     * @throws IllegalStateException if the JVM is going down
     */
    public <T> T run(int number, Start<T> start) throws IOException {
        CountDownLatch known = new CountDownLatch(1);
        running.put(number, known);
        try {
            if (over) {
                throw new IllegalStateException("no child can be started: the test JVM is going down");
            }
            return start.start();
        } finally {
            known.countDown();
            running.remove(number);
        }
    }

    /** Waits for the process of that number to be entered, if it is being made. */
    public void await(int number) {
        CountDownLatch known = running.get(number);
        if (known != null) {
            Uninterruptibly.run(known::await);
        }
    }

    /**
     * Lets no more processes be made. A thread that is just making one is to finish; if it takes long, its child ends
     * itself.
     */
    public void end() {
        over = true;
        try {
            for (CountDownLatch known : running.values()) {
                known.await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
