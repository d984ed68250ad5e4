package dev.multiprocess.internal.queue;

import dev.multiprocess.internal.slots.HubAccess;
import java.nio.ByteBuffer;
import java.util.List;

/** What the hub does for a queue, as asked for by one process. Any thread. */
public interface QueueHub extends HubAccess {

    /**
     * Asks the hub, and waits for the answer.
     *
     * @param question what for
     * @param argument 0 if it needs none
     * @return as {@code HubQueue.answer} made it
     */
    ByteBuffer ask(Question question, long argument);

    /** Throws if this process must not use the queue any more. */
    void requireUsable();

    /** Throws if threads of this process must not wait any more. */
    void requireWaitable();

    @Override
    default void recycle() {
        ask(Question.RECYCLE, 0);
    }

    @Override
    default List<String> brokenBy() {
        return PipeProtocol.text(ask(Question.BROKEN_BY, 0)).lines().toList();
    }
}
