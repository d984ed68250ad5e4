package dev.multiprocess.internal.child;

import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.diagnose.Census;
import dev.multiprocess.internal.diagnose.ThreadDump;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Binds a child's life to the test JVM's: it obeys, and does not outlive it.
 *
 * <p>The operating system closes the link when the test JVM dies, however it dies; the child then halts at once. Before
 * that, it kills what it has started, and removes the private directory that the dead JVM cannot remove. A child that
 * has lost only its link does the same, except for the directory, which the test JVM and its other children need.
 */
final class Lifeline implements LinkClient.Orders {

    /** The connections of a dying test JVM close a moment before it is gone. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

    /** More than enough. */
    private static final long LEAVING_MILLIS = 50;

    private static final List<String> OF_SIGNALS = List.of("SIGTERM handler", "SIGINT handler", "SIGHUP handler");

    /** Many more than a JVM that waits for its job has. */
    private static final int MOST_THREADS = 64;

    private final PrivateDirectory directory;
    private final SystemCalls systemCalls = new SystemCalls();
    private TestJvm testJvm;
    private Thread task;
    private boolean interrupted;
    private volatile boolean stopping;
    private volatile Exits reported = Exits.ALL;
    private volatile RemoteHandles handles;

    /** Which ends of this JVM the test JVM is told. */
    private enum Exits {
        /** Every one, as the task is not over. */
        ALL,

        /** Those that code has called or a signal has brought: threads live on, and their end is a good one. */
        CALLED,

        /** None. */
        NO
    }

    Lifeline(PrivateDirectory directory) {
        this.directory = directory;
    }

    /** What waits for something on behalf of this child. */
    SystemCalls systemCalls() {
        return systemCalls;
    }

    /** Has every exit before the task's end reported, with the stack of the code that asked for it. */
    void reportExits(TestJvm reached) {
        testJvm = reached;
        Runtime.getRuntime().addShutdownHook(new Thread("multiprocess-exit") {
            @Override
            public void run() {
                goingDown();
            }
        });
    }

    private void goingDown() {
        if (reported != Exits.NO && !stopping) {
            String caller = exitCaller();
            if (reported == Exits.ALL || !caller.isEmpty()) {
                testJvm.link().takeNoJob();
                testJvm.link().exiting(caller);
            }
        }
        systemCalls.leave();
    }

    /** Notes that the task is over. */
    void taskEnded(boolean returned) {
        reported = returned && hasOtherThreads() ? Exits.CALLED : Exits.NO;
    }

    /** Whether this JVM lives on without the thread that runs this. */
    private static boolean hasOtherThreads() {
        for (Thread thread : threads()) {
            if (thread != null && thread != Thread.currentThread() && !thread.isDaemon()) {
                return true;
            }
        }
        return false;
    }

    private static String exitCaller() {
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            StackTraceElement[] stack = thread.getValue();
            for (int i = 0; i < stack.length; i++) {
                if (stack[i].getClassName().equals("java.lang.Terminator$1")) {
                    return LinkListener.BY_SIGNAL;
                }
                if (stack[i].getClassName().equals("java.lang.Runtime")
                        && stack[i].getMethodName().equals("exit")) {
                    return ThreadDump.frames(stack, i);
                }
            }
        }
        return "";
    }

    @Override
    public void stop() {
        stopping = true;
        // Not on this thread: exit waits for hooks, which may want to use the link.
        new Thread(() -> Departure.exit(0), "multiprocess-stop").start();
    }

    /** Notes what calls of other processes are for. */
    void carryOutBy(RemoteHandles ofTask) {
        handles = ofTask;
    }

    @Override
    public CompletableFuture<Reply> called(CallRequest request) {
        return handles.carryOut(request);
    }

    /** Notes that the user's task runs on this thread from here on. */
    synchronized void enterTask() {
        task = Thread.currentThread();
        if (interrupted) {
            task.interrupt();
        }
    }

    /** Notes that it no longer does: an interruption that it has not noticed must not affect what follows. */
    synchronized void leaveTask() {
        task = null;
        Thread.interrupted();
    }

    @Override
    public synchronized void interrupt() {
        interrupted = true;
        if (task != null) {
            task.interrupt();
        }
    }

    /** The thread on which the JVM obeys a signal is there a little sooner than the hooks run. */
    @Override
    public boolean isEnding() {
        for (Thread thread : threads()) {
            if (thread != null && OF_SIGNALS.contains(thread.getName())) {
                return true;
            }
        }
        return false;
    }

    /** Cheaper than their stacks; those of the system come first. */
    private static Thread[] threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[MOST_THREADS];
        group.enumerate(threads, true);
        return threads;
    }

    @Override
    public String threadDump() {
        return ThreadDump.ofAll();
    }

    @Override
    public void save(Runnable saved) {
        Thread saver = new Thread(
                () -> {
                    Coverage.save();
                    saved.run();
                },
                "multiprocess-save");
        saver.setDaemon(true);
        saver.start();
    }

    @Override
    public String census() {
        return Census.take(null, 0).encode();
    }

    /** Called when there is no link: a test JVM that died while this JVM began may have left it alone. */
    void haltIfOrphaned() {
        if (directory.isOrphanedWithin(LAST_MOMENT)) {
            System.err.println("multiprocess: the test JVM of this child has ended, so this child ends too");
            lost();
        }
    }

    /**
     * Ends this JVM, which would otherwise be unknown to all.
     *
     * @param reason why it cannot reach the test JVM
     * @return never
     */
    IllegalStateException unreachable(Throwable reason) {
        haltIfOrphaned();
        System.err.println("multiprocess: this child cannot reach its test JVM and ends");
        reason.printStackTrace();
        Departure.halt(Departure.FAILED);
        return new IllegalStateException("halted");
    }

    @Override
    public void lost() {
        try {
            // No other process knows them; once this JVM is gone they are children of the machine's first process.
            for (ProcessHandle started : ProcessHandle.current().descendants().toList()) {
                started.destroyForcibly();
            }
            Thread leaving = leaveSystemCalls();
            if (directory.isAbandoned(LAST_MOMENT)) {
                deleteDirectory();
            }
            leaving.join(LEAVING_MILLIS);
        } catch (InterruptedException e) {
            // This thread has nothing else to do.
        } finally {
            Departure.halt(Departure.LOST);
        }
    }

    private void deleteDirectory() {
        try {
            directory.delete();
        } catch (IOException e) {
            // A sibling is removing it at this moment, or the user put something there; halting matters more.
        }
    }

    /** On another thread, since one of ours may hold what it needs and never give it back. */
    private Thread leaveSystemCalls() {
        Thread leaving = new Thread("multiprocess-leaving") {
            @Override
            public void run() {
                systemCalls.leave();
            }
        };
        leaving.setDaemon(true);
        leaving.start();
        return leaving;
    }
}
