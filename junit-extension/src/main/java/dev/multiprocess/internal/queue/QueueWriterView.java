package dev.multiprocess.internal.queue;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.internal.objects.Handle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** An end for putting, in one process. */
final class QueueWriterView<E> implements QueueWriter<E>, Handle {

    private final QueueEnds<E> ends;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean counted;

    /** Makes an end; one that is not counted yet is counted when it is first used. */
    QueueWriterView(QueueEnds<E> ends, boolean counted) {
        this.ends = ends;
        this.counted = new AtomicBoolean(counted);
    }

    @Override
    public String handleId() {
        return QueueHandle.WRITER.id(ends.access.id());
    }

    @Override
    public void put(E element) {
        putWithin(element, Long.MAX_VALUE);
    }

    @Override
    public boolean offer(E element) {
        return putWithin(element, 0);
    }

    @Override
    public boolean offer(E element, Duration timeout) {
        return putWithin(element, Timeouts.nanos(timeout));
    }

    @Override
    public void putAll(Iterable<? extends E> elements) {
        Objects.requireNonNull(elements, "the elements must not be null").forEach(this::put);
    }

    private boolean putWithin(E element, long nanos) {
        Objects.requireNonNull(element, "the element must not be null");
        if (closed.get()) {
            String name = ends.access.name();
            throw new QueueClosedException("this writer of queue '" + name + "' is closed", name);
        }
        if (!counted.get() && counted.compareAndSet(false, true)) {
            ends.access.openWriter();
        }
        try {
            return ends.put(element, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException(
                    "interrupted while waiting to put into queue '" + ends.access.name() + "'", e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && counted.get()) {
            ends.access.closeWriter();
        }
    }

    @Override
    public String toString() {
        return "writer of queue '" + ends.access.name() + "'";
    }
}
