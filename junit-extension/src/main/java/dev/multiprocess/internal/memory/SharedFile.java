package dev.multiprocess.internal.memory;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of fixed size that several processes have in their memory. Offsets are in bytes, and multiples of eight.
 *
 * <p>All its bytes are written when it is made, so that a full disk is an {@link IOException} then and not a SIGBUS
 * later. It must not be used after it was closed.
 */
public final class SharedFile implements Words, AutoCloseable {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int BLOCK = 1 << 16;

    private final Mapping mapping;
    private final ByteBuffer map;

    /** Whether code of others has a part of it. */
    private boolean shown;

    private SharedFile(Mapping mapping) {
        this.mapping = mapping;
        map = mapping.buffer();
    }

    /**
     * Makes a file of zeros.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     * @throws IOException if there is no room for it; nothing is left then
     */
    public static SharedFile create(Path file, int size) throws IOException {
        try {
            return uninterrupted(file, size, true);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            if (!EndedMemory.ofThisJvm().makesRoom()) {
                throw e;
            }
            return uninterrupted(file, size, true);
        }
    }

    /**
     * Makes a file of zeros, which need not be small; an interruption has no effect on it.
     *
     * @param file there is none of that name
     * @param permission asked before each block; what it throws ends this
     * @throws IOException if there is no room for it
     */
    public static void allocate(Path file, int size, Runnable permission) throws IOException {
        // Not a channel, which an interruption closes.
        try (OutputStream out = new FileOutputStream(file.toFile())) {
            byte[] zeros = new byte[BLOCK];
            for (int left = size; left > 0; left -= Math.min(left, BLOCK)) {
                permission.run();
                out.write(zeros, 0, Math.min(left, BLOCK));
            }
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Opens a file that {@link #create} or {@link #allocate} has made.
     *
     * @param size as it was made with
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it has another size, as touching what is not there would end this process
     */
    public static SharedFile open(Path file, int size) throws IOException {
        return uninterrupted(file, size, false);
    }

    /**
     * Does it with a cleared interrupt flag, and again after an interruption, since that closes a channel: whether an
     * element can be put or taken must not depend on it.
     */
    private static SharedFile uninterrupted(Path file, int size, boolean isNew) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return isNew ? createOnce(file, size) : openOnce(file, size);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SharedFile createOnce(Path file, int size) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (channel) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, BLOCK));
            for (int left = size; left > 0; ) {
                zeros.position(0).limit(Math.min(left, zeros.capacity()));
                left -= channel.write(zeros);
            }
            return new SharedFile(Mapping.of(channel, size));
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static SharedFile openOnce(Path file, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != size) {
                throw new IOException(file + " must have " + size + " bytes: size=" + channel.size());
            }
            return new SharedFile(Mapping.of(channel, size));
        }
    }

    /** All its bytes; after this file was closed, touching them may end this process. */
    public ByteBuffer buffer() {
        return map;
    }

    public int size() {
        return map.capacity();
    }

    @Override
    public long get(int offset) {
        return (long) LONG.getVolatile(map, offset);
    }

    public void set(int offset, long word) {
        LONG.setVolatile(map, offset, word);
    }

    @Override
    public boolean compareAndSet(int offset, long expected, long word) {
        return LONG.compareAndSet(map, offset, expected, word);
    }

    public long getAndAdd(int offset, long delta) {
        return (long) LONG.getAndAdd(map, offset, delta);
    }

    public long getAndSet(int offset, long word) {
        return (long) LONG.getAndSet(map, offset, word);
    }

    public long compareAndExchange(int offset, long expected, long word) {
        return (long) LONG.compareAndExchange(map, offset, expected, word);
    }

    /** Sets a word that only this thread sets, without waiting until others can see it. */
    public void publish(int offset, long word) {
        LONG.setRelease(map, offset, word);
    }

    /** Raises a word that never falls. */
    void raise(int offset, long word) {
        long now = get(offset);
        while (now < word && !compareAndSet(offset, now, word)) {
            now = get(offset);
        }
    }

    public void write(int offset, byte[] bytes) {
        map.put(offset, bytes);
    }

    public void write(int offset, byte value) {
        map.put(offset, value);
    }

    public byte read(int offset) {
        return map.get(offset);
    }

    public void read(int offset, byte[] bytes) {
        map.get(offset, bytes);
    }

    /**
     * Shows a part of it to others. From then on the memory is given back when they can no longer reach it, or an access after
     * {@link #close} throws, whichever this JVM can do.
     */
    public ByteBuffer show(int offset, int length) {
        shown = true;
        return map.slice(offset, length).order(ByteOrder.nativeOrder());
    }

    /**
     * Gives the memory back as soon as that harms no code that has a part of it: at once if an access throws {@code
     * IllegalStateException} from then on and none is under way, otherwise when the collector finds that nothing can reach it.
     */
    public void letGo() {
        if (!mapping.releaseIfSafe()) {
            EndedMemory.ofThisJvm().add(map);
        }
    }

    @Override
    public void close() {
        if (shown) {
            letGo();
            return;
        }
        try {
            mapping.release().close();
        } catch (Exception e) {
            throw new IllegalStateException("memory of a queue could not be given back", e);
        }
    }
}
