package dev.multiprocess.internal.scope;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentMaker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The segments of one test. Thread-safe.
 *
 * <p>They are made under a lock of their own, since a large one takes its time, which the deadline must not wait for.
 */
final class TestSegments {

    private final SegmentMaker maker;
    private final TestSetup setup;
    private final TestThreads threads;
    private final Optional<TestSegments> outer;
    private final ReentrantLock making = new ReentrantLock();
    private final List<Segment> segments = new CopyOnWriteArrayList<>();

    /** What tests were aborted with, this one and those inside its scope. */
    private final Map<TestThreads, RuntimeException> aborted = new ConcurrentHashMap<>();

    private volatile boolean over;

    /**
     * None yet.
     *
     * @param threads of the test
     * @param outer those of the scope around it
     */
    TestSegments(SegmentMaker maker, TestSetup setup, TestThreads threads, Optional<TestSegments> outer) {
        this.maker = maker;
        this.setup = setup;
        this.threads = threads;
        this.outer = outer;
    }

    Segment make(String kind, String name, long bytes) {
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
            throw new IllegalStateException(
                    kind + " '" + name + "' cannot be made: test " + setup.test() + " has ended");
        }
    }

    /** Makes threads of the test throw whatever they do with a segment, also with one of an outer scope. */
    void failUse(RuntimeException failure) {
        failUse(threads, failure);
    }

    private void failUse(TestThreads ofTest, RuntimeException failure) {
        aborted.put(ofTest, failure);
        segments.forEach(segment -> segment.failUse(this::ofThisThread));
        outer.ifPresent(around -> around.failUse(ofTest, failure));
    }

    /** Of the whole test's own segments no other thread has any use. */
    private Optional<RuntimeException> ofThisThread() {
        return Optional.ofNullable(aborted.get(threads))
                .or(() -> aborted.entrySet().stream()
                        .filter(each -> each.getKey().areHere())
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    /** Ends them for all processes; one that is being made is given up. */
    void end() {
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
