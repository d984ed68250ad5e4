package dev.multiprocess.internal.call;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * One end of a line over which two processes call methods of each other's objects. Any thread.
 *
 * <p>An answer is a future. To cancel it informs the other end that nothing waits for the answer any more, which interrupts
 * the thread that carries the call out; so does the end of the line.
 */
public final class CallLine {

    private final Wire wire;
    private final Carrier carrier;

    /** What the other end was asked and has not answered. */
    private final Map<Integer, Asked> asked = new ConcurrentHashMap<>();

    /** What the other end has asked. */
    private final Map<Integer, Future<?>> carried = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** Sends to the other end; whatever is sent after the end of the line is lost. */
    public interface Wire {

        /**
         * Sends a call.
         *
         * @param number by which both ends know it
         * @param request what to call
         */
        void call(int number, CallRequest request);

        /**
         * Sends an answer.
         *
         * @param number of the call
         * @param reply to it
         */
        void reply(int number, Reply reply);

        /**
         * Sends that nothing waits for an answer any more.
         *
         * @param number of the call
         */
        void cancel(int number);

        /**
         * Sends that the thread that carries a call out is to be interrupted.
         *
         * @param number of the call
         */
        void interrupt(int number);
    }

    /** Carries calls of the other end out. */
    @FunctionalInterface
    public interface Carrier {

        /**
         * Begins to carry out a call; must not block.
         *
         * @param request of the other end
         * @return completed normally, whatever the call has thrown; to be cancelled if nothing waits for it
         */
        CompletableFuture<Reply> carryOut(CallRequest request);
    }

    public CallLine(Wire wire, Carrier carrier) {
        this.wire = wire;
        this.carrier = carrier;
    }

    /**
     * Calls a method at the other end.
     *
     * @param number different for each call over this line
     * @param request what to call
     * @return completed by the answer; exceptionally, with an {@link IOException}, if the line ends before that
     */
    public CompletableFuture<Reply> call(int number, CallRequest request) {
        return call(number, request, () -> {});
    }

    private static final class Asked extends CompletableFuture<Reply> {

        private final Runnable begun;

        Asked(Runnable begun) {
            this.begun = begun;
        }
    }

    /**
     * Calls, and learns when the other end says that it begins to carry the call out; it says so only for tasks of workers.
     *
     * @param number as for {@link #call(int, CallRequest)}
     * @param request as there
     * @param begun called by the thread that reads the line, before the answer comes
     * @return as there
     */
    public CompletableFuture<Reply> call(int number, CallRequest request, Runnable begun) {
        Asked answer = new Asked(begun);
        asked.put(number, answer);
        answer.whenComplete((reply, failure) -> {
            if (asked.remove(number) != null && answer.isCancelled()) {
                wire.cancel(number);
            }
        });
        wire.call(number, request);
        if (closed) {
            answer.completeExceptionally(gone());
        }
        return answer;
    }

    /** The other end begins to carry out a call. */
    public void begun(int number) {
        Asked call = asked.get(number);
        if (call != null) {
            call.begun.run();
        }
    }

    /** Interrupts what carries out a call at the other end; the answer is still awaited. */
    public void interrupt(int number) {
        wire.interrupt(number);
    }

    /** The other end has answered; an answer that nothing waits for is dropped. */
    public void replied(int number, Reply reply) {
        CompletableFuture<Reply> answer = asked.remove(number);
        if (answer != null) {
            answer.complete(reply);
        }
    }

    /** The other end has called. */
    public void called(int number, CallRequest request) {
        CompletableFuture<Reply> reply = carrier.carryOut(request);
        carried.put(number, reply);
        reply.whenComplete((answer, cancelled) -> {
            carried.remove(number);
            if (answer != null) {
                wire.reply(number, answer);
            }
        });
    }

    /** Nothing at the other end waits for an answer any more. */
    public void cancelled(int number) {
        Future<?> call = carried.get(number);
        if (call != null) {
            call.cancel(true);
        }
    }

    /** The other end interrupts a call. */
    public void interrupted(int number) {
        if (carried.get(number) instanceof CarriedCall call) {
            call.interrupt();
        }
    }

    /** The line has ended. */
    public void close() {
        closed = true;
        carried.values().forEach(call -> call.cancel(true));
        asked.values().forEach(answer -> answer.completeExceptionally(gone()));
    }

    private static IOException gone() {
        return new IOException("the process that was called is gone");
    }
}
