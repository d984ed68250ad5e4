package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

/** An {@link Actor} of any process, as a test sees it. */
final class Party {

    private final ActorCalls actor;

    Party(ActorCalls actor) {
        this.actor = actor;
    }

    <S, R> Party begin(S subject, Operation<S, R> operation) {
        actor.begin(subject, operation);
        return this;
    }

    /** Begins it, and returns when the thread waits; what it waits for is not known, so that must not matter to the test. */
    <S, R> Party beginWaiting(S subject, Operation<S, R> operation) {
        begin(subject, operation);
        while (!actor.isAtRest()) {
            Thread.onSpinWait();
        }
        assertThat(actor.isDone()).as("returned instead of waiting").isFalse();
        return this;
    }

    /** Does it. */
    <S, R> Object run(S subject, Operation<S, R> operation) throws Exception {
        begin(subject, operation);
        return actor.result();
    }

    Party interrupt() {
        actor.interrupt();
        return this;
    }

    boolean isAtRest() {
        return actor.isAtRest();
    }

    boolean isDone() {
        return actor.isDone();
    }

    Object result() throws Exception {
        return actor.result();
    }

    /** What the operation has thrown. */
    Throwable failure() {
        Object returned;
        try {
            returned = actor.result();
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("nothing was thrown, and this returned: " + returned);
    }
}
