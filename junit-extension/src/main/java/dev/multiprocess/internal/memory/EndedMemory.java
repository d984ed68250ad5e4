package dev.multiprocess.internal.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of files that are no longer used and that this JVM still has, since it may be unmapped only when nothing can reach it any
 * more. The garbage collector finds that out, but knows nothing of the room that it takes. Thread-safe.
 */
public final class EndedMemory {

    /** One for the JVM, as its collector is. */
    private static final EndedMemory ALL = new EndedMemory();

    /** So much more than what no collection has found is worth one. */
    private static final long MUCH = 256L << 20;

    /** Enough for a collection; code may hold views for longer. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();
    private final Map<Reference<ByteBuffer>, Long> left = new HashMap<>();

    /** What the last collection could not free, because of views. */
    private volatile long kept;

    private EndedMemory() {}

    /** All of it. */
    public static EndedMemory ofThisJvm() {
        return ALL;
    }

    synchronized void add(ByteBuffer memory) {
        left.put(new PhantomReference<>(memory, collected), (long) memory.capacity());
    }

    /** How many bytes there are, at most. */
    private synchronized long bytes() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            left.remove(gone);
        }
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether it is worth a collection, which takes a while. */
    public boolean isMuch() {
        return bytes() > kept + MUCH;
    }

    /** Has it collected, if there is any; an interruption ends that and is kept. False if there is none. */
    public boolean makesRoom() {
        if (bytes() == 0) {
            return false;
        }
        try {
            collect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /**
     * Has it collected, and waits for that, but not for ever: there may be views of it.
     *
     * <p>One thread of the JVM unmaps what a collection has found, and reports it to us, in any order, before it looks at
     * what the next collection finds: so the memory is unmapped when something of the next one was reported.
     */
    private void collect() throws InterruptedException {
        long start = System.nanoTime();
        System.gc();
        awaitNone(start);
        synchronized (this) {
            left.put(new PhantomReference<>(ByteBuffer.allocate(0), collected), 1L);
        }
        System.gc();
        awaitNone(start);
        kept = bytes();
    }

    private void awaitNone(long start) throws InterruptedException {
        while (bytes() > 0) {
            long rest = LIMIT.minusNanos(System.nanoTime() - start).toMillis();
            Reference<?> gone = rest <= 0 ? null : collected.remove(rest);
            if (gone == null) {
                return;
            }
            synchronized (this) {
                left.remove(gone);
            }
        }
    }
}
