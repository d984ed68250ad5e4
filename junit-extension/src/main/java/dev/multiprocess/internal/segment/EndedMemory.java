package dev.multiprocess.internal.segment;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of ended segments that this JVM still has, since it may be unmapped only when nothing can reach it any
 * more. The garbage collector finds that out, but knows nothing of the room that it takes. Thread-safe.
 */
final class EndedMemory {

    /** More than that is worth a collection. */
    private static final long MOST = 256L << 20;

    /** Enough for a collection; code may hold views for longer. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();
    private final Map<Reference<ByteBuffer>, Long> left = new HashMap<>();

    synchronized void add(ByteBuffer memory) {
        left.put(new PhantomReference<>(memory, collected), (long) memory.capacity());
    }

    /** How many bytes there are, at most. */
    synchronized long bytes() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            left.remove(gone);
        }
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean isMuch() {
        return bytes() > MOST;
    }

    /** Has it collected, and waits for that, but not for ever: there may be views of it. */
    void collect() throws InterruptedException {
        System.gc();
        long start = System.nanoTime();
        while (bytes() > 0) {
            long rest = LIMIT.minusNanos(System.nanoTime() - start).toMillis();
            Reference<?> gone = rest <= 0 ? null : collected.remove(rest);
            if (gone == null) {
                return;
            }
            forget(gone);
        }
    }

    private synchronized void forget(Reference<?> gone) {
        left.remove(gone);
    }
}
