package dev.multiprocess.internal.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection over a socket, which never blocks a thread. A {@link ConnectionLoop} reads when bytes arrive.
 *
 * <p>The channel is in non-blocking mode, since interrupting a thread that uses a blocking channel closes it.
 */
final class SocketConnection extends Connection implements ConnectionLoop.Readiness {

    /** One buffer a thread, not one a connection: a hub may have a thousand connections. */
    private static final ThreadLocal<ByteBuffer> READ_BUFFER = new Buffer(256 * 1024);

    /** Bounds the copy that the channel makes of what it writes. */
    private static final ThreadLocal<ByteBuffer> WRITE_BUFFER = new Buffer(64 * 1024);

    private static final class Buffer extends ThreadLocal<ByteBuffer> {

        private final int bytes;

        Buffer(int bytes) {
            this.bytes = bytes;
        }

        @Override
        protected ByteBuffer initialValue() {
            return ByteBuffer.allocateDirect(bytes);
        }
    }

    private static final int MOST_READS = 16;

    private final SocketChannel channel;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();

    private SelectionKey key;
    private boolean pumping;

    /**
     * Wraps a channel whose greeting is done.
     *
     * @param channel in non-blocking mode
     * @param lock the owner's
     * @param frameLimit the largest frame that may arrive, in bytes
     */
    SocketConnection(SocketChannel channel, ReentrantLock lock, int frameLimit) {
        super(lock, frameLimit);
        this.channel = channel;
    }

    void registered(SelectionKey selectionKey) {
        key = selectionKey;
    }

    @Override
    public boolean send(int type, ByteBuffer... parts) {
        if (isClosed()) {
            return false;
        }
        int length = length(parts);
        queued(FrameDescriptor.LENGTH_BYTES + length);
        ByteBuffer buffer = WRITE_BUFFER.get().clear();
        buffer.putInt(length).put((byte) type);
        int next = 0;
        try {
            while (true) {
                while (next < parts.length && buffer.hasRemaining()) {
                    move(parts[next], buffer);
                    if (!parts[next].hasRemaining()) {
                        next++;
                    }
                }
                buffer.flip();
                if (unsent.isEmpty()) {
                    written(channel.write(buffer));
                }
                if (buffer.hasRemaining() || !unsent.isEmpty()) {
                    keep(buffer);
                    for (; next < parts.length; next++) {
                        unsent.add(parts[next].slice());
                    }
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    key.selector().wakeup();
                    return true;
                }
                if (next == parts.length) {
                    return true;
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The other side is gone. What it had sent is still to be read, and its end of file notifies the handler.
            return false;
        }
    }

    private void keep(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
            unsent.add(copy.put(buffer).flip());
        }
    }

    /** Called by the loop when the channel can be read or written. */
    @Override
    public void ready(int operations) {
        lock().lock();
        try {
            if ((operations & SelectionKey.OP_WRITE) != 0 && !isClosed()) {
                flush();
            }
            if ((operations & SelectionKey.OP_READ) != 0) {
                pump();
            }
        } finally {
            lock().unlock();
        }
    }

    @Override
    public void failed(Throwable failure) {
        lock().lock();
        try {
            fail(failure);
        } finally {
            lock().unlock();
        }
    }

    /** Sends what was queued, as far as the socket takes it. */
    void flush() {
        try {
            ByteBuffer buffer = WRITE_BUFFER.get();
            while (!unsent.isEmpty()) {
                ByteBuffer head = unsent.peek();
                buffer.clear();
                int position = head.position();
                move(head, buffer);
                int count = channel.write(buffer.flip());
                written(count);
                head.position(position + count);
                if (head.hasRemaining()) {
                    if (count == 0) {
                        return;
                    }
                } else {
                    unsent.remove();
                }
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            handler().onFlushed();
        } catch (IOException e) {
            // As in send: reading finds the end.
            unsent.clear();
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void drain() {
        while (pump()) {
            // Each round delivers what it found.
        }
    }

    /**
     * Delivers every frame that has arrived by now. Does nothing when called from the handler itself.
     *
     * @return false if nothing had arrived
     */
    private boolean pump() {
        if (isClosed() || pumping) {
            return false;
        }
        pumping = true;
        try {
            return readAvailable();
        } catch (ProtocolException | BufferUnderflowException e) {
            refuse(e);
        } catch (IOException e) {
            // A peer that dies with unread bytes resets the connection; what it had sent was still delivered.
            endOfFile();
        } catch (RuntimeException e) {
            // The pumping thread has more to do than serve this connection.
            fail(e);
        } finally {
            pumping = false;
        }
        return true;
    }

    private boolean readAvailable() throws IOException {
        ByteBuffer buffer = READ_BUFFER.get();
        boolean any = false;
        // A peer that never stops sending must not keep this thread; this many reads empty the largest socket buffer.
        for (int reads = 0; reads < MOST_READS && !isClosed(); reads++) {
            int wanted = buffer.capacity();
            int read;
            ByteBuffer rest = assembler().rest(wanted);
            if (rest != null) {
                wanted = rest.remaining();
                read = channel.read(rest);
                assembler().filled(Math.max(read, 0));
            } else {
                read = channel.read(buffer.clear());
                handle(buffer.flip());
            }
            if (read < 0) {
                endOfFile();
            }
            any |= read != 0;
            if (read < wanted) {
                break;
            }
        }
        if (any) {
            handler().onBatchEnd();
        }
        return any;
    }

    @Override
    void release() {
        unsent.clear();
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released all the same, and the reason that matters is the one given.
        }
    }
}
