package dev.multiprocess.internal.wire;

import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection over two FIFOs, read by a thread of its own. It needs only what a JVM has loaded when it begins; getting
 * to a first socket takes a JVM much longer.
 *
 * <p>A FIFO ends when the last process that may write to it is gone, and refuses writes when the last process that may
 * read it is gone. Opening one end waits for a process at the other, unless it is opened for both: so each side opens
 * both ends, then the one that it needs, and closes the first.
 */
abstract class FifoConnection extends Connection {

    /** As much as a file stream reads or writes without memory outside the heap. */
    static final int PIECE = 8192;

    private static final long OUT_OF_MEMORY_PAUSE_NANOS = 50_000_000;
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FileInputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE).limit(0);
    private final Condition ended;

    /** Takes over what is open. */
    FifoConnection(FileInputStream in, ReentrantLock lock, int frameLimit) {
        super(lock, frameLimit);
        this.in = in;
        ended = lock.newCondition();
    }

    /**
     * Opens both ends, which never waits.
     *
     * @throws IOException if there is none, as for a child that is started again by hand; a file would be made
     *     otherwise
     */
    static RandomAccessFile both(File fifo) throws IOException {
        if (!fifo.exists()) {
            throw new FileNotFoundException(
                    fifo + " is gone: the child that it was made for has opened it, or the test JVM has ended");
        }
        return new RandomAccessFile(fifo, "rw");
    }

    static void close(Closeable file) {
        try {
            file.close();
        } catch (IOException e) {
            // The descriptor is released all the same.
        }
    }

    /** Delivers what arrives from now on. */
    final void read(String threadName, ConnectionLoop.HandlerFactory handler) {
        lock().lock();
        try {
            handleWith(handler.create(this));
        } finally {
            lock().unlock();
        }
        Thread reader = new Thread(threadName) {
            @Override
            public void run() {
                readAll();
            }
        };
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        try {
            boolean more = true;
            while (more) {
                try {
                    more = buffer.hasRemaining() ? handleAll() : readSome();
                } catch (OutOfMemoryError e) {
                    // This thread is the one that notices the other side's end; it continues with what it has.
                    LockSupport.parkNanos(OUT_OF_MEMORY_PAUSE_NANOS);
                }
            }
        } finally {
            close(in);
            end();
        }
    }

    /** Waits for bytes; false at their end. */
    private boolean readSome() {
        try {
            int count = read(in, buffer.array());
            buffer.position(0).limit(Math.max(count, 0));
            return count >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until there is something to read; negative at the end of file. */
    int read(FileInputStream from, byte[] bytes) throws IOException {
        return from.read(bytes);
    }

    private boolean handleAll() {
        lock().lock();
        try {
            arrived();
            handle(buffer);
            handler().onBatchEnd();
        } catch (ProtocolException | BufferUnderflowException e) {
            refuse(e);
        } catch (OutOfMemoryError e) {
            // What is handled is handled.
            handler().onBatchEnd();
            throw e;
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            lock().unlock();
        }
        return !isClosed();
    }

    /** Something has arrived. */
    void arrived() {}

    private void end() {
        lock().lock();
        try {
            endOfFile();
            ended.signalAll();
        } finally {
            lock().unlock();
        }
    }

    /**
     * Waits until all is delivered. A process that holds a copy of the other side's end, as a fork of it may, keeps the
     * end of file from coming; what the other side had sent has been read long before this gives up.
     */
    @Override
    public void drain() {
        long deadline = System.nanoTime() + END_NANOS;
        Uninterruptibly.run(() -> {
            long left = deadline - System.nanoTime();
            while (!isClosed() && left > 0) {
                left = ended.awaitNanos(left);
            }
        });
    }
}
