package dev.multiprocess.internal.segment;

import dev.multiprocess.internal.memory.SharedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A segment as one process has it in its memory. Any thread.
 *
 * <p>The file begins with a header, in which the test JVM says that the segment has ended: so every process knows that
 * at once, and asks nobody. Offsets here count from the end of the header.
 *
 * <p>The memory stays where it is as long as anything can reach it, as a thread may be about to touch it, or may have a
 * view of it. Where a JVM knows how to make later accesses throw instead, it is given back at the end.
 */
public final class Segment {

    /** As many as one {@code ByteBuffer} can show, and a round number. */
    public static final long MOST_BYTES = 2047L << 20;

    /** As messages write {@link #MOST_BYTES}. */
    public static final String MOST_BYTES_TEXT = "2047m";

    /** On cache lines of its own, as the state is read with every access. */
    private static final int HEADER = 128;

    private static final int STATE = 0;
    private static final long ENDED = 1;

    private final SegmentId id;
    private final SharedFile file;
    private final ByteBuffer bytes;
    private volatile boolean ended;

    /** {@code null}, so that it costs nothing, until a test is aborted. */
    private volatile Supplier<Optional<RuntimeException>> useFailure;

    private Segment(SegmentId id, SharedFile file) {
        this.id = id;
        this.file = file;
        bytes = file.buffer().slice(HEADER, Math.toIntExact(id.bytes())).order(ByteOrder.nativeOrder());
    }

    /**
     * Makes one of zeros, for which there is room from then on.
     *
     * @param permission asked now and then; what it throws ends this, and nothing is left
     * @throws IOException if there is no room for it; nothing is left then
     */
    static Segment create(SegmentId id, Runnable permission) throws IOException {
        SharedFile.allocate(id.file(), size(id), permission);
        try {
            return new Segment(id, SharedFile.open(id.file(), size(id)));
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(id.file());
            throw e;
        }
    }

    /** How many bytes the file has. */
    static int size(SegmentId id) {
        return Math.toIntExact(HEADER + id.bytes());
    }

    /**
     * Maps one that the test JVM has made.
     *
     * @throws IllegalStateException if it has ended
     * @throws UncheckedIOException if it cannot be mapped here
     */
    static Segment open(SegmentId id) {
        try {
            return new Segment(id, SharedFile.open(id.file(), size(id)));
        } catch (NoSuchFileException e) {
            throw over(id, e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    id.toString().concat(" cannot be mapped in this process: ").concat(e.toString()), e);
        }
    }

    private static IllegalStateException over(SegmentId id, Exception cause) {
        return new IllegalStateException(id.toString().concat(" has ended with its test or class"), cause);
    }

    public SegmentId id() {
        return id;
    }

    /** Whether its scope is over. */
    public boolean isEnded() {
        if (!ended) {
            try {
                ended = file.get(STATE) == ENDED;
            } catch (IllegalStateException e) {
                // It was given back at this moment.
                ended = true;
            }
        }
        return ended;
    }

    /**
     * Fails if this thread must not use it any more.
     *
     * @throws IllegalStateException if its scope is over
     * @throws RuntimeException what the test was aborted with that this thread belongs to
     */
    public void requireUsable() {
        if (isEnded()) {
            throw ended(null);
        }
        Supplier<Optional<RuntimeException>> failure = useFailure;
        if (failure != null) {
            failure.get().ifPresent(present -> {
                throw present;
            });
        }
    }

    /**
     * What a use fails with after the end.
     *
     * @param cause what an access has thrown that came at the same moment; or {@code null}
     */
    public IllegalStateException ended(IllegalStateException cause) {
        return over(id, cause);
    }

    /**
     * Makes every use by this process throw if there is a failure, so that code that looks in a loop ends too.
     *
     * @param failure asked by each thread anew; empty lets it continue
     */
    public void failUse(Supplier<Optional<RuntimeException>> failure) {
        useFailure = failure;
    }

    /**
     * All bytes for users, in native order; for accesses that are checked before. From JDK 22 on they throw {@code
     * IllegalStateException} once the memory was given back.
     */
    public ByteBuffer bytes() {
        return bytes;
    }

    // ---- words

    public long get(int offset) {
        return file.get(HEADER + offset);
    }

    public void set(int offset, long word) {
        file.set(HEADER + offset, word);
    }

    public boolean compareAndSet(int offset, long expected, long word) {
        return file.compareAndSet(HEADER + offset, expected, word);
    }

    public long getAndAdd(int offset, long delta) {
        return file.getAndAdd(HEADER + offset, delta);
    }

    public long getAndSet(int offset, long word) {
        return file.getAndSet(HEADER + offset, word);
    }

    public long compareAndExchange(int offset, long expected, long word) {
        return file.compareAndExchange(HEADER + offset, expected, word);
    }

    /** Sets a word without waiting until other processes can see it. */
    public void publish(int offset, long word) {
        file.publish(HEADER + offset, word);
    }

    // ---- the end

    /**
     * Ends it for all processes, and deletes the file; only the test JVM does.
     *
     * @return the memory, if this process has it until the garbage collector finds that nothing can reach it
     */
    Optional<ByteBuffer> end() {
        file.set(STATE, ENDED);
        ended = true;
        try {
            Files.deleteIfExists(id.file());
        } catch (IOException e) {
            throw new UncheckedIOException(id + " cannot be removed", e);
        }
        return giveBack() ? Optional.empty() : Optional.of(file.buffer());
    }

    /** Gives the memory back if no access can reach it from then on. */
    boolean giveBack() {
        return file.closeIfSafe();
    }
}
