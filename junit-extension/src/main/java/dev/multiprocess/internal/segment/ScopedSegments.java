package dev.multiprocess.internal.segment;

import dev.multiprocess.ProcessInterruptedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The segments of one scope, a test or a class. Thread-safe.
 *
 * <p>They are made under a lock of their own, since a large one takes its time, which the deadline must not wait for.
 */
public final class ScopedSegments {

    private final SegmentMaker maker;
    private final String test;
    private final BooleanSupplier isHere;
    private final Optional<ScopedSegments> outer;
    private final ReentrantLock making = new ReentrantLock();
    private final List<Segment> segments = new CopyOnWriteArrayList<>();

    /** What tests were aborted with, this one and those inside its scope. */
    private final Map<ScopedSegments, RuntimeException> aborted = new ConcurrentHashMap<>();

    private volatile boolean over;

    /**
     * None yet.
     *
     * @param test names the scope in messages
     * @param isHere whether this thread runs code of the scope
     * @param outer those of the scope around it
     */
    public ScopedSegments(SegmentMaker maker, String test, BooleanSupplier isHere, Optional<ScopedSegments> outer) {
        this.maker = maker;
        this.test = test;
        this.isHere = isHere;
        this.outer = outer;
    }

    /**
     * Makes one: see {@link SegmentMaker#make}.
     *
     * @throws IllegalStateException if the scope is over
     */
    public Segment make(String kind, String name, long bytes) {
        try {
            making.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted before " + kind + " '" + name + "' was made", e);
        }
        try {
            Segment segment = maker.make(kind, name, bytes, () -> requireOpen(kind, name));
            segments.add(segment);
            // After it was added: either a failure at this moment finds the segment, or the segment finds the failure.
            if (!aborted.isEmpty()) {
                segment.failUse(this::ofThisThread);
            }
            return segment;
        } finally {
            making.unlock();
        }
    }

    private void requireOpen(String kind, String name) {
        if (over) {
            throw new IllegalStateException(kind + " '" + name + "' cannot be made: test " + test + " has ended");
        }
    }

    /**
     * Makes threads of this JVM throw whatever they do with a segment of the scope, and threads of the scope whatever they
     * do with one of a scope around it.
     */
    public void failUse(RuntimeException failure) {
        aborted(this, failure);
    }

    private void aborted(ScopedSegments inner, RuntimeException failure) {
        aborted.put(inner, failure);
        segments.forEach(segment -> segment.failUse(this::ofThisThread));
        outer.ifPresent(around -> around.aborted(inner, failure));
    }

    private Optional<RuntimeException> ofThisThread() {
        return Optional.ofNullable(aborted.get(this))
                .or(() -> aborted.entrySet().stream()
                        .filter(each -> each.getKey().isHere.getAsBoolean())
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    /** Ends them for all processes; one that is being made is given up. */
    public void end() {
        over = true;
        making.lock();
        try {
            segments.forEach(maker::end);
            segments.clear();
        } finally {
            making.unlock();
        }
    }
}
