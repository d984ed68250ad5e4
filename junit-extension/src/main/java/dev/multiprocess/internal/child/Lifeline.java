package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.Census;
import dev.multiprocess.internal.diagnose.ThreadDump;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.util.Map;

/**
 * Binds a child's life to the test JVM's: it obeys, and does not outlive it.
 *
 * <p>The operating system closes the link when the test JVM dies, however it dies; the child then halts at once, and
 * removes the private directory that the dead cannot remove.
 */
final class Lifeline implements LinkClient.Orders {

    private final PrivateDirectory directory;
    /** Runs the task. */
    private final Thread main = Thread.currentThread();

    private volatile boolean stopping;
    private volatile boolean taskEnded;

    Lifeline(PrivateDirectory directory) {
        this.directory = directory;
    }

    /** Has every exit before the task's end reported, with the stack of who asked for it. */
    void reportExits(LinkClient link, ConnectionLoop loop) {
        Runtime.getRuntime().addShutdownHook(new Thread("multiprocess-exit") {
            @Override
            public void run() {
                goingDown(link, loop);
            }
        });
    }

    private void goingDown(LinkClient link, ConnectionLoop loop) {
        if (!taskEnded && !stopping) {
            link.exiting(exitCaller());
        }
        loop.goingDown();
    }

    void taskEnded() {
        taskEnded = true;
    }

    private static String exitCaller() {
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            StackTraceElement[] stack = thread.getValue();
            for (int i = 0; i < stack.length; i++) {
                if (stack[i].getClassName().equals("java.lang.Terminator$1")) {
                    return "signal";
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
        new Thread(() -> System.exit(0), "multiprocess-stop").start();
    }

    @Override
    public void interrupt() {
        main.interrupt();
    }

    @Override
    public String threadDump() {
        return ThreadDump.ofAll();
    }

    @Override
    public String census() {
        return Census.take(null, 0).encode();
    }

    @Override
    public void lost() {
        try {
            directory.delete();
        } catch (IOException e) {
            // A sibling is removing it at this moment, or the user put something there; halting matters more.
        }
        Runtime.getRuntime().halt(ChildMain.LOST);
    }
}
