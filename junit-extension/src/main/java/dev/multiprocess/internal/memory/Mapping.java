package dev.multiprocess.internal.memory;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file in memory that can be given back at a chosen moment; by itself a JVM does so when it happens to collect the
 * buffer.
 *
 * <p>From JDK 22 on an arena does that, which this code, compiled for 17, reaches by reflection; before, there is only
 * {@code sun.misc.Unsafe.invokeCleaner} of the supported module {@code jdk.unsupported}, against which later JDKs warn.
 *
 * @param buffer the file's bytes
 * @param release gives them back; the buffer must not be touched any more
 * @param safe whether touching the buffer throws from then on, and does not end this process
 */
record Mapping(ByteBuffer buffer, AutoCloseable release, boolean safe) {

    private static final int FIRST_WITH_ARENAS = 22;

    static Mapping of(FileChannel file, long size) throws IOException {
        try {
            return Runtime.version().feature() >= FIRST_WITH_ARENAS ? inArena(file, size) : byItself(file, size);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException failure) {
                // The caller that opens a file must be able to distinguish an interruption from a full disk.
                throw failure;
            }
            throw new IOException("a file of " + size + " bytes cannot be mapped into memory: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IOException("a file of " + size + " bytes cannot be mapped into memory", e);
        }
    }

    private static Mapping inArena(FileChannel file, long size) throws ReflectiveOperationException {
        Class<?> arenaType = Class.forName("java.lang.foreign.Arena");
        AutoCloseable arena = (AutoCloseable) arenaType.getMethod("ofShared").invoke(null);
        Object segment = FileChannel.class
                .getMethod("map", FileChannel.MapMode.class, long.class, long.class, arenaType)
                .invoke(file, FileChannel.MapMode.READ_WRITE, 0L, size, arena);
        Method asByteBuffer = Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer");
        return new Mapping((ByteBuffer) asByteBuffer.invoke(segment), arena, true);
    }

    private static Mapping byItself(FileChannel file, long size) throws IOException, ReflectiveOperationException {
        Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
        Field instance = unsafeType.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        Method cleaner = unsafeType.getMethod("invokeCleaner", ByteBuffer.class);
        ByteBuffer buffer = file.map(FileChannel.MapMode.READ_WRITE, 0, size);
        return new Mapping(buffer, () -> cleaner.invoke(unsafe, buffer), false);
    }

    /** Gives them back if that is safe; false if it is not, as when a channel reads from the buffer at this moment. */
    boolean releaseIfSafe() {
        try {
            if (safe) {
                release.close();
            }
            return safe;
        } catch (IllegalStateException inUse) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("shared memory could not be given back", e);
        }
    }
}
