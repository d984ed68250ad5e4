package dev.multiprocess.internal.wire;

import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The child's end of two FIFOs. Sending waits, with the lock held, until the operating system has taken everything: a
 * live test JVM reads.
 */
final class FifoCaller extends FifoConnection implements SystemCalls.Waiter {

    private static final long LOOK_PAUSE_NANOS = 1_000_000;

    /** How many pauses pass before a JVM that exits asks again whether the other side is there. */
    private static final int PAUSES_PER_ECHO = 20;

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final FileOutputStream out;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private final Condition looking;
    private boolean gone;
    private boolean looks;
    private volatile boolean leaves;

    private FifoCaller(FileInputStream in, FileOutputStream out, ReentrantLock lock, int frameLimit) {
        super(in, lock, frameLimit);
        this.out = out;
        looking = lock.newCondition();
    }

    /** Opens what the test JVM already has open. */
    static void open(
            Fifos fifos,
            ReentrantLock lock,
            int frameLimit,
            ConnectionLoop.HandlerFactory handler,
            SystemCalls systemCalls)
            throws IOException {
        FileInputStream in = in(fifos.down());
        try {
            FifoCaller caller = new FifoCaller(in, out(fifos.up()), lock, frameLimit);
            caller.read("multiprocess-link", handler);
            systemCalls.add(caller);
        } catch (IOException e) {
            close(in);
            throw e;
        }
    }

    private static FileInputStream in(File fifo) throws IOException {
        RandomAccessFile both = both(fifo);
        try {
            return new FileInputStream(fifo);
        } finally {
            close(both);
        }
    }

    private static FileOutputStream out(File fifo) throws IOException {
        RandomAccessFile both = both(fifo);
        try {
            return new FileOutputStream(fifo);
        } finally {
            close(both);
        }
    }

    @Override
    public boolean send(int type, ByteBuffer... parts) {
        if (isClosed() || gone) {
            return false;
        }
        try {
            piece.clear().putInt(length(parts)).put((byte) type);
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    if (!piece.hasRemaining()) {
                        writePiece();
                    }
                    move(part, piece);
                }
            }
            writePiece();
            return true;
        } catch (IOException e) {
            // The other side is gone. What it had sent is still to be read, and its end of file notifies the handler.
            gone = true;
            return false;
        }
    }

    private void writePiece() throws IOException {
        out.write(piece.array(), 0, piece.position());
        piece.clear();
    }

    @Override
    void deliver(int type, ByteBuffer body) throws ProtocolException {
        if (type != FrameDescriptor.ECHO) {
            super.deliver(type, body);
        }
    }

    /** From here on the reading thread looks for bytes once a millisecond; an echo gets it out of the system call. */
    @Override
    public void leaveSystemCall() {
        if (isClosed()) {
            // The reading thread has read the end, and may hold the lock until this JVM has ended.
            return;
        }
        lock().lock();
        try {
            leaves = true;
            send(FrameDescriptor.ECHO);
            awaitLooking();
        } finally {
            lock().unlock();
        }
    }

    private void awaitLooking() {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        Uninterruptibly.run(new Uninterruptibly.Wait<RuntimeException>() {
            @Override
            public void pass() throws InterruptedException {
                long left = deadline - System.nanoTime();
                while (!looks && !isClosed() && !gone && left > 0) {
                    left = looking.awaitNanos(left);
                }
            }
        });
    }

    @Override
    int read(FileInputStream from, byte[] bytes) throws IOException {
        if (!leaves) {
            return super.read(from, bytes);
        }
        for (int pauses = 1; from.available() == 0; pauses++) {
            if (!stillThere(pauses % PAUSES_PER_ECHO == 0)) {
                return -1;
            }
            LockSupport.parkNanos(LOOK_PAUSE_NANOS);
        }
        return super.read(from, bytes);
    }

    /** Only writing to the other FIFO can distinguish an empty FIFO from one that has ended. */
    private boolean stillThere(boolean ask) {
        lock().lock();
        try {
            if (!looks) {
                looks = true;
                looking.signalAll();
            }
            return !gone && (!ask || send(FrameDescriptor.ECHO));
        } finally {
            lock().unlock();
        }
    }

    @Override
    void release() {
        close(out);
    }
}
