package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueReader;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** An element that is looked at. */
final class Looking implements QueueReader.Look {

    private final ByteBuffer bytes;
    private final Runnable done;
    private final AtomicBoolean closed = new AtomicBoolean();

    Looking(ByteBuffer bytes, Runnable done) {
        this.bytes = bytes;
        this.done = done;
    }

    @Override
    public ByteBuffer buffer() {
        if (closed.get()) {
            throw new IllegalStateException("this element was closed: other bytes may be in its place");
        }
        return bytes;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            done.run();
        }
    }
}
