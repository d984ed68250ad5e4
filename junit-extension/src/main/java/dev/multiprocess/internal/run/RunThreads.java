package dev.multiprocess.internal.run;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads and timers of a run; there are none while there is nothing to do. Thread-safe. */
public final class RunThreads {

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, named("multiprocess-deadline"));
    private final ExecutorService workers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), named("multiprocess-worker"));
    private final Executor persistent = new PersistentExecutor(workers);

    public RunThreads() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    public Executor workers() {
        return workers;
    }

    /** For what must happen even if memory runs out, and may be repeated then. */
    public Executor persistent() {
        return persistent;
    }

    /**
     * Sets a timer.
     *
     * @param action may be repeated, if memory runs out during it
     */
    public ScheduledFuture<?> later(Duration delay, Runnable action) {
        // The timer's one thread must be free for the next deadline.
        // convert() stops at the largest number, where toNanos() throws.
        return timer.schedule(
                () -> persistent.execute(action), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    }

    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }
}
