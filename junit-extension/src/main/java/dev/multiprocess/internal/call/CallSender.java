package dev.multiprocess.internal.call;

/** Gets a call to the process that has the object, and the answer back. */
@FunctionalInterface
public interface CallSender {

    /**
     * Calls, and waits for the answer.
     *
     * @param handleId the object's
     * @param method in words, as in {@code Map.get()}
     * @param invocation serialized
     * @return the answer
     * @throws InterruptedException if this thread was interrupted; then the call is, too
     */
    Reply send(String handleId, String method, byte[] invocation) throws InterruptedException;
}
