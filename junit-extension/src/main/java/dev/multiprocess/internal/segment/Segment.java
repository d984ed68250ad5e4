package dev.multiprocess.internal.segment;

import dev.multiprocess.internal.memory.SharedFile;
import dev.multiprocess.internal.memory.Words;
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
 * at once, without a question. Offsets here count from the end of the header.
 *
 * <p>The memory stays where it is as long as a view or an access can reach it. Where a JVM can make later accesses throw
 * instead, it is given back at the end.
 */
public final class Segment implements Words {

    /** As many as one {@code ByteBuffer} can show, and a round number. */
    public static final long MOST_BYTES = 2047L << 20;

    /** As messages write {@link #MOST_BYTES}. */
    public static final String MOST_BYTES_TEXT = "2047m";

    /** In characters: the name is part of the id of a handle, and that must fit in a job. */
    public static final int LONGEST_NAME = 1000;

    /** On cache lines of its own, as the state is read with every access. */
    private static final int HEADER = 128;

    private static final int STATE = 0;
    private static final long ENDED = 1;

    private final SegmentId id;

    /** {@code null} once this process knows of the end: what keeps a handle does not keep the memory. */
    private volatile Mapped mapped;

    /** {@code null}, so that it costs nothing, until a test is aborted. */
    private volatile Supplier<Optional<RuntimeException>> useFailure;

    private record Mapped(SharedFile file, ByteBuffer bytes) {

        boolean isEnded() {
            try {
                return file.get(STATE) == ENDED;
            } catch (IllegalStateException e) {
                // It was given back at this moment.
                return true;
            }
        }
    }

    private Segment(SegmentId id, SharedFile file) {
        this.id = id;
        ByteBuffer bytes =
                file.buffer().slice(HEADER, Math.toIntExact(id.bytes())).order(ByteOrder.nativeOrder());
        mapped = new Mapped(file, bytes);
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
    public static Segment open(SegmentId id) {
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
        Mapped now = mapped;
        if (now != null && now.isEnded()) {
            giveBack();
            return true;
        }
        return now == null;
    }

    private Mapped mapped() {
        Mapped now = mapped;
        if (now == null) {
            throw over(id, null);
        }
        return now;
    }

    /**
     * Finds its bytes for one access, or fails if this thread must not use it any more.
     *
     * @return in native order; from JDK 22 on an access throws {@code IllegalStateException} if the segment ends before
     * @throws IllegalStateException if its scope is over
     * @throws RuntimeException what the test was aborted with that this thread belongs to
     */
    public ByteBuffer usable() {
        Mapped now = mapped();
        if (now.isEnded()) {
            giveBack();
            throw over(id, null);
        }
        Supplier<Optional<RuntimeException>> failure = useFailure;
        if (failure != null) {
            failure.get().ifPresent(present -> {
                throw present;
            });
        }
        return now.bytes();
    }

    /** What an access fails with that has thrown this because the segment ended at that moment. */
    IllegalStateException ended(IllegalStateException cause) {
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

    // ---- words; each throws IllegalStateException after the end

    @Override
    public long get(int offset) {
        return mapped().file().get(HEADER + offset);
    }

    public void set(int offset, long word) {
        mapped().file().set(HEADER + offset, word);
    }

    @Override
    public boolean compareAndSet(int offset, long expected, long word) {
        return mapped().file().compareAndSet(HEADER + offset, expected, word);
    }

    public long getAndAdd(int offset, long delta) {
        return mapped().file().getAndAdd(HEADER + offset, delta);
    }

    public long getAndSet(int offset, long word) {
        return mapped().file().getAndSet(HEADER + offset, word);
    }

    public long compareAndExchange(int offset, long expected, long word) {
        return mapped().file().compareAndExchange(HEADER + offset, expected, word);
    }

    /** Sets a word without waiting until other processes can see it. */
    public void publish(int offset, long word) {
        mapped().file().publish(HEADER + offset, word);
    }

    // ---- the end

    /** Ends it for all processes, and deletes the file; only the test JVM does, once. */
    void end() {
        Mapped last = mapped();
        last.file().set(STATE, ENDED);
        try {
            Files.deleteIfExists(id.file());
        } catch (IOException e) {
            throw new UncheckedIOException(id + " cannot be removed", e);
        }
        mapped = null;
        last.file().letGo();
    }

    /** Gives the memory back, or lets the garbage collector do that. */
    private void giveBack() {
        Mapped last = mapped;
        mapped = null;
        if (last != null) {
            last.file().letGo();
        }
    }
}
