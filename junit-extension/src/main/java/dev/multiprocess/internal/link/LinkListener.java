package dev.multiprocess.internal.link;

import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import java.util.concurrent.CompletableFuture;

/** Receives what a child says on its link; called by one thread at a time, which must not be blocked. */
public interface LinkListener {

    /** Sent instead of a stack, and never equal to one, when a signal brings the JVM down. */
    String BY_SIGNAL = "signal";

    /** A JVM that waits for its job is warm. */
    void ready();

    /** It has the job that it was sent; comes before anything that the job's task does. */
    void taken();

    /**
     * Something for the launch record.
     *
     * @param text a line
     */
    void noted(String text);

    /** The task begins. */
    void started();

    /**
     * The task has returned.
     *
     * @param result what it returned, serialized
     */
    void returned(byte[] result);

    /**
     * The task has thrown.
     *
     * @param failure the exception, serialized
     */
    void threw(byte[] failure);

    /**
     * The JVM is going down before the task has returned.
     *
     * @param caller what asked for it: a stack, empty if it is not known, or {@link #BY_SIGNAL}
     */
    void exiting(String caller);

    /**
     * The child calls a method of a handle.
     *
     * @param request what it calls
     * @return completed by the answer; cancelled if the child does not wait for it any more
     */
    CompletableFuture<Reply> called(CallRequest request);

    /**
     * Nothing more will be heard.
     *
     * @param reason completes a sentence about the link
     */
    void closed(String reason);
}
