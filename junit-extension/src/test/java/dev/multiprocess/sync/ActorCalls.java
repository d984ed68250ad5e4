package dev.multiprocess.sync;

/** One thread of some process, which does one thing after the other as it is told, and can be watched meanwhile. */
interface ActorCalls {

    /** Begins the next operation. */
    <S, R> void begin(S subject, Operation<S, R> operation);

    /** Whether the thread waits in the operation, or it is done. */
    boolean isAtRest();

    boolean isDone();

    void interrupt();

    /** Waits for the end of the operation, and returns or throws what it has. */
    Object result() throws Exception;
}
