package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueBrokenException;
import dev.multiprocess.QueueReader;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.slots.Taken;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An end for taking, in one process. */
final class QueueReaderView<E> implements QueueReader<E>, Handle {

    private final QueueEnds<E> ends;
    private volatile boolean ended;

    QueueReaderView(QueueEnds<E> ends) {
        this.ends = ends;
    }

    @Override
    public String handleId() {
        return QueueHandle.READER.id(ends.access.id());
    }

    @Override
    public Optional<E> take() {
        return takeWithin(Long.MAX_VALUE);
    }

    @Override
    public Optional<E> poll() {
        return takeWithin(0);
    }

    @Override
    public Optional<E> poll(Duration timeout) {
        return takeWithin(Timeouts.nanos(timeout));
    }

    @Override
    public int drainTo(Collection<? super E> target, int most) {
        Objects.requireNonNull(target, "the target must not be null");
        // No more than there are now, as writers may be faster than this; one look at least, for the end of the stream.
        int there = Math.min(most, Math.max(1, ends.access.available()));
        int count = 0;
        while (count < there && addsOne(target, count == 0)) {
            count++;
        }
        return count;
    }

    /** Only a call that takes nothing reports how the stream ended; otherwise what was taken would be lost. */
    private boolean addsOne(Collection<? super E> target, boolean tellsEnd) {
        return take(0, taken -> {
            if (taken.outcome() != Taken.Outcome.ELEMENT && !tellsEnd) {
                return false;
            }
            Optional<E> element = elementOrEnd(taken);
            element.ifPresent(target::add);
            return element.isPresent();
        });
    }

    private Optional<E> takeWithin(long nanos) {
        return take(nanos, this::elementOrEnd);
    }

    @Override
    public Optional<Look> look() {
        return lookWithin(Long.MAX_VALUE);
    }

    @Override
    public Optional<Look> look(Duration timeout) {
        return lookWithin(Timeouts.nanos(timeout));
    }

    private Optional<Look> lookWithin(long nanos) {
        return interruptibly(() -> ends.look(nanos, taken -> orEnd(taken, ends::show)));
    }

    private <T> T take(long nanos, Function<Taken, T> use) {
        return interruptibly(() -> ends.take(nanos, true, use));
    }

    private <T> T interruptibly(Interruptible<T> action) {
        return Interruptible.run(action, "take from", ends.access.name());
    }

    private Optional<E> elementOrEnd(Taken taken) {
        return orEnd(taken, ends::read);
    }

    private <T> Optional<T> orEnd(Taken taken, Function<Taken, T> form) {
        String name = ends.access.name();
        return switch (taken.outcome()) {
            case ELEMENT -> Optional.of(form.apply(taken));
            case BROKEN ->
                throw new QueueBrokenException(
                        "queue '" + name + "' is empty and was not finished: " + String.join(", ", taken.brokenBy())
                                + " failed or was killed while writing to it",
                        name,
                        taken.brokenBy());
            case END, CLOSED -> {
                ended = true;
                yield Optional.empty();
            }
            case EMPTY -> Optional.empty();
        };
    }

    @Override
    public void taskDone() {
        ends.taskDone();
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public Iterator<E> iterator() {
        return new ToTheEnd();
    }

    @Override
    public Stream<E> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    @Override
    public String toString() {
        return "reader of queue '" + ends.access.name() + "'";
    }

    /** Takes an element at {@code hasNext}, and returns it at {@code next}. */
    private final class ToTheEnd implements Iterator<E> {

        private Optional<E> next = Optional.empty();

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                next = take();
            }
            return next.isPresent();
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException("queue '" + ends.access.name() + "' has ended");
            }
            E element = next.get();
            next = Optional.empty();
            return element;
        }
    }
}
