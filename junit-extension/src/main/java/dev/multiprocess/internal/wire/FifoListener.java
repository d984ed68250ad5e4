package dev.multiprocess.internal.wire;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The test JVM's end of two FIFOs, open before there is a child. Sending never waits, though a child may stop reading for
 * any length of time: a small frame is written at once if the child has read all that came before, everything else by
 * another thread, one at a time.
 */
final class FifoListener extends FifoConnection {

    /** An empty FIFO takes so many bytes at once on every Linux: the size of a page, and the least that POSIX allows. */
    private static final int TAKEN_AT_ONCE = 4096;

    private final Fifos fifos;
    private final Executor writers;

    /** Both ends of both, so that neither end of file nor refusal comes before the child does; closed then. */
    private final List<Closeable> held;

    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();

    /** Only the current writer uses it; the thread that has the lock, if nothing is being written. */
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);

    private FileOutputStream out;

    /** The child's end of that, never read: it shows how many bytes the child has not read. */
    private FileInputStream unread;

    private boolean called;
    private boolean writing;
    private boolean gone;

    private FifoListener(
            Fifos fifos,
            FileInputStream in,
            List<Closeable> held,
            Executor writers,
            ReentrantLock lock,
            int frameLimit) {
        super(in, lock, frameLimit);
        this.fifos = fifos;
        this.held = held;
        this.writers = writers;
    }

    /** Begins to listen. */
    static void listen(
            Fifos fifos, Executor writers, ReentrantLock lock, int frameLimit, ConnectionLoop.HandlerFactory handler)
            throws IOException {
        RandomAccessFile down = both(fifos.down());
        RandomAccessFile up = null;
        try {
            up = both(fifos.up());
            FileInputStream in = new FileInputStream(fifos.up());
            new FifoListener(fifos, in, List.of(down, up), writers, lock, frameLimit)
                    .read("multiprocess-" + fifos.name(), handler);
        } catch (IOException e) {
            close(down);
            if (up != null) {
                close(up);
            }
            throw e;
        }
    }

    /** The child, if it lives, has both open, so that what is held is no longer needed. */
    @Override
    void arrived() {
        if (called) {
            return;
        }
        try {
            out = new FileOutputStream(fifos.down());
            unread = new FileInputStream(fifos.down());
            letGo();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void letGo() {
        called = true;
        held.forEach(FifoConnection::close);
        fifos.delete();
    }

    @Override
    public boolean send(int type, ByteBuffer... parts) {
        if (isClosed() || gone || out == null) {
            return false;
        }
        int length = length(parts);
        queued(FrameDescriptor.LENGTH_BYTES + length);
        if (!writing && isTakenAtOnce(FrameDescriptor.LENGTH_BYTES + length)) {
            return writeAtOnce(type, length, parts);
        }
        unsent.add(ByteBuffer.allocate(FrameDescriptor.HEADER_BYTES)
                .putInt(length)
                .put((byte) type)
                .flip());
        for (ByteBuffer part : parts) {
            unsent.add(part.slice());
        }
        if (!writing) {
            writing = true;
            writers.execute(this::writeUnsent);
        }
        return true;
    }

    private boolean isTakenAtOnce(int bytes) {
        try {
            return bytes <= TAKEN_AT_ONCE && unread.available() == 0;
        } catch (IOException e) {
            // The other thread finds out what is wrong, if anything is.
            return false;
        }
    }

    private boolean writeAtOnce(int type, int length, ByteBuffer... parts) {
        piece.clear().putInt(length).put((byte) type);
        for (ByteBuffer part : parts) {
            move(part, piece);
        }
        try {
            out.write(piece.array(), 0, piece.position());
            written(piece.position());
            return true;
        } catch (IOException e) {
            gone = true;
            return false;
        } finally {
            piece.clear();
        }
    }

    private void writeUnsent() {
        try {
            while (takeUnsent()) {
                out.write(piece.array(), 0, piece.position());
            }
        } catch (IOException e) {
            // As with a socket, reading finds the end.
            lock().lock();
            try {
                gone = true;
                unsent.clear();
                finished();
            } finally {
                lock().unlock();
            }
        }
    }

    /** Fills the next piece; false if there is nothing left to write. */
    private boolean takeUnsent() {
        lock().lock();
        try {
            written(piece.position());
            piece.clear();
            while (!unsent.isEmpty() && piece.hasRemaining()) {
                move(unsent.peek(), piece);
                if (!unsent.peek().hasRemaining()) {
                    unsent.remove();
                }
            }
            if (piece.position() == 0) {
                finished();
                return false;
            }
            return true;
        } finally {
            lock().unlock();
        }
    }

    private void finished() {
        writing = false;
        if (isClosed()) {
            close(out);
        } else {
            handler().onFlushed();
        }
    }

    @Override
    void deliver(int type, ByteBuffer body) throws ProtocolException {
        if (type == FrameDescriptor.ECHO) {
            send(type);
        } else {
            super.deliver(type, body);
        }
    }

    /** If a child ended before it opened them, only this JVM is at the other end. */
    @Override
    public void drain() {
        if (!called) {
            letGo();
        }
        super.drain();
    }

    @Override
    void release() {
        unsent.clear();
        if (!called) {
            letGo();
        }
        if (unread != null) {
            // A thread that still writes learns by it that no process reads any more.
            close(unread);
        }
        if (out != null && !writing) {
            close(out);
        }
    }
}
