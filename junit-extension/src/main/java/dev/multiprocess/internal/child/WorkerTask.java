package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.call.CarriedCall;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.diagnose.Waiting;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What a worker of a pool runs: tasks, which come as calls and run on the main thread, until it is told to end. */
public record WorkerTask() implements ProcessTask<Void> {

    /** Handle of a call that lets the worker end when it has done what came before. */
    public static final String END = "worker:end";

    private static final String RUN = "worker:run ";
    private static final BlockingQueue<CarriedCall> CALLS = new LinkedBlockingQueue<>();
    private static final CarriedCall LAST = new CarriedCall(() -> new Reply(false, new byte[0]));

    /**
     * Returns the handle of a call that runs a task, which is the call's argument.
     *
     * @param task in words
     */
    public static String run(String task) {
        return RUN + task;
    }

    /** Whether a call is for a worker. */
    static boolean isFor(String handleId) {
        return handleId.startsWith(RUN) || handleId.equals(END);
    }

    /** The task in words. */
    static String task(String handleId) {
        return handleId.substring(RUN.length());
    }

    static void add(CarriedCall call) {
        CALLS.add(call);
    }

    static CarriedCall last() {
        return LAST;
    }

    @Override
    public Void call() {
        CarriedCall next = take();
        while (next != LAST) {
            next.run();
            next = take();
        }
        return null;
    }

    private static CarriedCall take() {
        CarriedCall next = CALLS.poll();
        if (next != null) {
            return next;
        }
        Waiting waiting = Waiting.forTask(CALLS::isEmpty);
        try {
            while (true) {
                try {
                    return CALLS.take();
                } catch (InterruptedException e) {
                    // There is no task to interrupt.
                }
            }
        } finally {
            waiting.end();
        }
    }
}
