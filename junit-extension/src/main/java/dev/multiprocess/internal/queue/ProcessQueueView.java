package dev.multiprocess.internal.queue;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.slots.Taken;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** A queue in one process: objects for users, bytes for its access. */
final class ProcessQueueView<E> extends AbstractQueue<E> implements ProcessQueue<E>, Handle {

    private final QueueEnds<E> ends;

    ProcessQueueView(QueueEnds<E> ends) {
        this.ends = ends;
    }

    @Override
    public String handleId() {
        return QueueHandle.QUEUE.id(ends.access.id());
    }

    @Override
    public String name() {
        return ends.access.name();
    }

    @Override
    public int capacity() {
        return ends.access.capacity();
    }

    @Override
    public QueueWriter<E> writer() {
        return ends.openWriter();
    }

    @Override
    public QueueReader<E> reader() {
        return ends.openReader();
    }

    @Override
    public void put(E element) throws InterruptedException {
        offerWithin(element, Long.MAX_VALUE);
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return offerWithin(element, unit.toNanos(timeout));
    }

    @Override
    public boolean offer(E element) {
        try {
            return offerWithin(element, 0);
        } catch (InterruptedException e) {
            throw new AssertionError("an offer without a timeout does not wait", e);
        }
    }

    private boolean offerWithin(E element, long nanos) throws InterruptedException {
        Objects.requireNonNull(element, "the element must not be null");
        ends.willPut();
        return ends.put(element, nanos);
    }

    @Override
    public void putAll(Iterable<? extends E> elements) throws InterruptedException {
        for (E element : Objects.requireNonNull(elements, "the elements must not be null")) {
            put(element);
        }
    }

    @Override
    public E take() throws InterruptedException {
        return ends.take(Long.MAX_VALUE, false, taken -> {
            if (taken.outcome() != Taken.Outcome.ELEMENT) {
                throw new QueueClosedException("queue '" + name() + "' is closed and empty", name());
            }
            return ends.read(taken);
        });
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return ends.take(Math.max(0, unit.toNanos(timeout)), false, this::elementOrNull);
    }

    @Override
    public E poll() {
        return takeNow(this::elementOrNull);
    }

    private E elementOrNull(Taken taken) {
        return taken.outcome() == Taken.Outcome.ELEMENT ? ends.read(taken) : null;
    }

    private <T> T takeNow(Function<Taken, T> use) {
        try {
            return ends.take(0, false, use);
        } catch (InterruptedException e) {
            throw new AssertionError("who does not wait cannot be interrupted", e);
        }
    }

    @Override
    public E peek() {
        List<Element.Placed> head = ends.access.page(0);
        return head.isEmpty() ? null : ends.read(head.get(0));
    }

    /** What is cleared is no longer a task; if others have reported it done, it was no task before. */
    @Override
    public void clear() {
        int there = ends.access.available();
        int count = 0;
        while (count < there && takeNow(taken -> taken.outcome() == Taken.Outcome.ELEMENT)) {
            count++;
        }
        ends.access.tasksDone(count);
    }

    @Override
    public void taskDone() {
        ends.taskDone();
    }

    @Override
    public void joinTasks() throws InterruptedException {
        ends.joinTasks(Long.MAX_VALUE);
    }

    @Override
    public boolean joinTasks(Duration timeout) throws InterruptedException {
        return ends.joinTasks(Timeouts.nanos(timeout));
    }

    @Override
    public List<E> drain() {
        List<E> all = new ArrayList<>();
        drainTo(all);
        return all;
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int most) {
        Objects.requireNonNull(target, "target");
        if (target == this) {
            throw new IllegalArgumentException("queue '" + name() + "' must not be drained into itself");
        }
        // No more than there are now: writers may be faster than this.
        int there = most > 0 ? Math.min(most, ends.access.available()) : 0;
        int count = 0;
        while (count < there && takeNow(taken -> addElement(target, taken))) {
            count++;
        }
        return count;
    }

    private boolean addElement(Collection<? super E> target, Taken taken) {
        boolean isElement = taken.outcome() == Taken.Outcome.ELEMENT;
        if (isElement) {
            target.add(ends.read(taken));
        }
        return isElement;
    }

    @Override
    public int size() {
        return ends.access.size();
    }

    @Override
    public int remainingCapacity() {
        return capacity() == Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(0, capacity() - size());
    }

    // An iterator's remove() does not say whether another process was faster; these do.

    @Override
    public boolean remove(Object element) {
        Walk walk = new Walk();
        while (walk.hasNext()) {
            if (walk.next().equals(element) && walk.removesLast()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter, "filter");
        Walk walk = new Walk();
        boolean any = false;
        while (walk.hasNext()) {
            any |= filter.test(walk.next()) && walk.removesLast();
        }
        return any;
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return removeIf(elements::contains);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return removeIf(element -> !elements.contains(element));
    }

    @Override
    public Iterator<E> iterator() {
        return new Walk();
    }

    @Override
    public void close() {
        ends.access.close();
    }

    @Override
    public boolean isClosed() {
        return ends.access.isClosed();
    }

    @Override
    public QueueStatistics statistics() {
        return ends.access.statistics();
    }

    /** Walks in pages to the element that was the last one at first; each was in the queue when its page was read. */
    private final class Walk implements Iterator<E> {

        private final long end = ends.access.lastSequence();
        private Iterator<Element.Placed> page = ends.access.page(0).iterator();
        private long last;
        private boolean removable;
        private Element.Placed next;

        @Override
        public boolean hasNext() {
            if (next == null) {
                if (!page.hasNext() && last > 0 && last < end) {
                    page = ends.access.page(last).iterator();
                }
                next = page.hasNext() ? page.next() : null;
            }
            return next != null && next.sequence() <= end;
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the end of queue '" + name() + "'");
            }
            Element.Placed placed = next;
            next = null;
            last = placed.sequence();
            removable = true;
            return ends.read(placed);
        }

        @Override
        public void remove() {
            if (!removable) {
                throw new IllegalStateException("next() must come before remove(), once for each");
            }
            removable = false;
            ends.access.remove(last);
        }

        /** Removes the element that was shown last, unless it is gone. */
        boolean removesLast() {
            return ends.access.remove(last);
        }
    }
}
