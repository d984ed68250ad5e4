package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.slots.Claimed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
        return put(() -> ends.put(element, nanos));
    }

    private <T> T put(Interruptible<T> action) {
        if (closed.get()) {
            String name = ends.access.name();
            throw new QueueClosedException("this writer of queue '" + name + "' is closed", name);
        }
        if (!counted.get() && counted.compareAndSet(false, true)) {
            ends.access.openWriter();
        }
        return Interruptible.run(action, "put into", ends.access.name());
    }

    @Override
    public QueueWriter.Claim claim(int length) {
        return claimWithin(length, Long.MAX_VALUE).orElseThrow();
    }

    @Override
    public Optional<QueueWriter.Claim> claim(int length, Duration timeout) {
        return claimWithin(length, Timeouts.nanos(timeout));
    }

    private Optional<QueueWriter.Claim> claimWithin(int length, long nanos) {
        return put(() -> ends.claim(length, nanos)).map(OpenClaim::new);
    }

    /** Room that was claimed by this end. */
    private final class OpenClaim implements QueueWriter.Claim {

        private final Claimed claim;
        private final ByteBuffer buffer;
        private final AtomicBoolean over = new AtomicBoolean();

        OpenClaim(Claimed claim) {
            this.claim = claim;
            buffer = claim.buffer();
        }

        @Override
        public ByteBuffer buffer() {
            requireOpen();
            return buffer;
        }

        @Override
        public void publish() {
            publishWithin(Long.MAX_VALUE);
        }

        @Override
        public boolean publish(Duration timeout) {
            return publishWithin(Timeouts.nanos(timeout));
        }

        private boolean publishWithin(long nanos) {
            requireOpen();
            boolean published = put(() -> ends.access.put(claim, nanos));
            if (published) {
                over.set(true);
            }
            return published;
        }

        private void requireOpen() {
            if (over.get()) {
                throw new IllegalStateException("this claim in queue '" + ends.access.name()
                        + "' was published or closed: its bytes are no longer the writer's");
            }
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                ends.access.giveBack(claim);
            }
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
