package dev.multiprocess.sync;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The thread itself, in its process. */
final class Actor implements ActorCalls {

    private static final long PATIENCE_SECONDS = 20;

    private final LinkedBlockingQueue<FutureTask<Object>> told = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "actor");
    private volatile FutureTask<Object> last = new FutureTask<>(() -> null);

    Actor() {
        last.run();
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        while (true) {
            try {
                told.take().run();
            } catch (InterruptedException e) {
                // It came after the operation that it was for.
            }
        }
    }

    @Override
    public <S, R> void begin(S subject, Operation<S, R> operation) {
        Callable<Object> call = () -> {
            try {
                return operation.run(subject);
            } finally {
                Thread.interrupted();
            }
        };
        last = new FutureTask<>(call);
        told.add(last);
    }

    @Override
    public boolean isAtRest() {
        if (last.isDone()) {
            return true;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        boolean inOperation =
                Arrays.stream(stack).anyMatch(frame -> frame.getClassName().endsWith("FutureTask"));
        boolean waits = thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals("sun.nio.ch.SelectorImpl"));
        return inOperation && waits;
    }

    @Override
    public boolean isDone() {
        return last.isDone();
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public Object result() throws Exception {
        try {
            return last.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
