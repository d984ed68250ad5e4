package dev.multiprocess.internal.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection that carries frames in both directions without ever blocking a thread.
 *
 * <p>Its owner's lock guards it: every method but {@link #lock()} must be called with it held, and the handler is called
 * with it held. A {@link ConnectionLoop} reads when bytes arrive; the owner may also {@link #pump()} to see at once what
 * has arrived.
 *
 * <p>The channel is in non-blocking mode, since a blocking channel is closed by the interruption of a thread that
 * happens to use it.
 */
public final class Connection implements ConnectionLoop.Readiness {

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

    private static final int FIRST_ALLOCATION = 64 * 1024;
    private static final int MOST_READS = 16;

    private final SocketChannel channel;
    private final ReentrantLock lock;
    private final int frameLimit;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();

    private FrameHandler handler;
    private SelectionKey key;
    private boolean closed;
    private boolean pumping;
    private long queued;
    private long written;

    /** The frame that has arrived in part: its length field at first, then all of it; {@code null} between frames. */
    private byte[] partial;

    private int partialFilled;
    private int partialWanted;

    /**
     * Wraps a channel whose greeting is done.
     *
     * @param channel in non-blocking mode
     * @param lock the owner's
     * @param frameLimit the largest frame that may arrive, in bytes
     */
    Connection(SocketChannel channel, ReentrantLock lock, int frameLimit) {
        this.channel = channel;
        this.lock = lock;
        this.frameLimit = frameLimit;
    }

    /**
     * Tells the lock that guards this connection.
     *
     * @return the owner's
     */
    public ReentrantLock lock() {
        return lock;
    }

    /**
     * Says who receives what arrives; called once, before the first {@link #pump()}.
     *
     * @param receiver called with the lock held
     */
    public void handleWith(FrameHandler receiver) {
        handler = receiver;
    }

    void registered(SelectionKey selectionKey) {
        key = selectionKey;
    }

    /**
     * Sends a frame, or queues what the socket does not take at once.
     *
     * @param type 0 to 255
     * @param parts the body; read between their positions and limits, and not changed until they are sent
     * @return false if the other side is gone; the frame is dropped then
     */
    public boolean send(int type, ByteBuffer... parts) {
        if (closed) {
            return false;
        }
        int length = 1;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        queued += FrameDescriptor.LENGTH_BYTES + length;
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
                    written += channel.write(buffer);
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
            // The other side is gone. What it had sent is still to be read, and its end of file tells the handler.
            return false;
        }
    }

    private void keep(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
            unsent.add(copy.put(buffer).flip());
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        from.position(from.position() + count);
        to.position(to.position() + count);
    }

    /** Called by the loop when the channel can be read or written. */
    @Override
    public void ready(int operations) {
        lock.lock();
        try {
            if ((operations & SelectionKey.OP_WRITE) != 0 && !closed) {
                flush();
            }
            if ((operations & SelectionKey.OP_READ) != 0) {
                pump();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(Throwable failure) {
        lock.lock();
        try {
            end("could not be handled: " + failure, false);
        } finally {
            lock.unlock();
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
                written += count;
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
            handler.onFlushed();
        } catch (IOException e) {
            // As in send: reading tells the end.
            unsent.clear();
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    /**
     * Marks the end of what was sent so far.
     *
     * @return to be asked for by {@link #isWritten}
     */
    public long mark() {
        return queued;
    }

    /**
     * Tells whether the operating system has taken everything up to a mark; from then on it survives this process.
     *
     * @param mark from {@link #mark()}
     * @return false while some of it is queued here
     */
    public boolean isWritten(long mark) {
        return written >= mark;
    }

    /**
     * Hands over every frame that has arrived by now. Does nothing when called from the handler itself.
     *
     * @return false if nothing had arrived
     */
    public boolean pump() {
        if (closed || pumping) {
            return false;
        }
        pumping = true;
        try {
            return readAvailable();
        } catch (ProtocolException | BufferUnderflowException e) {
            end("sent what is not allowed: " + e.getMessage(), false);
        } catch (IOException e) {
            // A peer that dies with unread bytes resets the connection; what it had sent was still delivered.
            endOfFile();
        } catch (RuntimeException e) {
            // Whoever pumps has more to do than what this connection is for.
            failed(e);
        } finally {
            pumping = false;
        }
        return true;
    }

    private boolean readAvailable() throws IOException {
        ByteBuffer buffer = READ_BUFFER.get();
        boolean any = false;
        // A peer that never stops sending must not keep this thread; so many reads empty the largest socket buffer.
        for (int reads = 0; reads < MOST_READS && !closed; reads++) {
            int wanted = buffer.capacity();
            int read;
            if (partial != null && partialWanted - partialFilled > buffer.capacity()) {
                growPartial();
                wanted = readSize(buffer.capacity());
                read = channel.read(ByteBuffer.wrap(partial, partialFilled, wanted));
                partialFilled += Math.max(read, 0);
            } else {
                read = channel.read(buffer.clear());
                consume(buffer.flip());
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
            handler.onBatchEnd();
        }
        return any;
    }

    private int readSize(int most) {
        return Math.min(Math.min(partial.length, partialWanted) - partialFilled, most);
    }

    private void consume(ByteBuffer buffer) throws ProtocolException {
        while (buffer.hasRemaining() && !closed) {
            if (partial != null) {
                fillPartial(buffer);
            } else if (buffer.remaining() < FrameDescriptor.LENGTH_BYTES) {
                partial = new byte[FrameDescriptor.LENGTH_BYTES];
                partialFilled = 0;
                partialWanted = FrameDescriptor.LENGTH_BYTES;
                fillPartial(buffer);
            } else {
                int length = checkedLength(buffer.getInt());
                if (buffer.remaining() >= length) {
                    int end = buffer.position() + length;
                    int limit = buffer.limit();
                    buffer.limit(end);
                    deliver(buffer);
                    buffer.limit(limit).position(end);
                } else {
                    beginPartial(length);
                    fillPartial(buffer);
                }
            }
        }
    }

    private void beginPartial(int length) {
        // A length is a claim: memory is taken as the bytes arrive, not as they are announced.
        partial = new byte[Math.min(length, FIRST_ALLOCATION) + FrameDescriptor.LENGTH_BYTES];
        ByteBuffer.wrap(partial).putInt(length);
        partialFilled = FrameDescriptor.LENGTH_BYTES;
        partialWanted = FrameDescriptor.LENGTH_BYTES + length;
    }

    private void fillPartial(ByteBuffer buffer) throws ProtocolException {
        growPartial();
        int count = Math.min(buffer.remaining(), readSize(Integer.MAX_VALUE));
        buffer.get(partial, partialFilled, count);
        partialFilled += count;
        if (partialFilled < partialWanted) {
            return;
        }
        byte[] whole = partial;
        partial = null;
        if (partialWanted == FrameDescriptor.LENGTH_BYTES) {
            beginPartial(checkedLength(ByteBuffer.wrap(whole).getInt()));
        } else {
            int length = partialWanted - FrameDescriptor.LENGTH_BYTES;
            deliver(ByteBuffer.wrap(whole, FrameDescriptor.LENGTH_BYTES, length));
        }
    }

    private void growPartial() {
        if (partialFilled == partial.length && partialFilled < partialWanted) {
            partial = Arrays.copyOf(partial, (int) Math.min(2L * partial.length, partialWanted));
        }
    }

    private int checkedLength(int length) throws ProtocolException {
        if (length < 1 || length > frameLimit) {
            throw new ProtocolException("frame length must be between 1 and " + frameLimit + ": length=" + length);
        }
        return length;
    }

    private void deliver(ByteBuffer frame) throws ProtocolException {
        int type = Byte.toUnsignedInt(frame.get());
        handler.onFrame(type, frame);
    }

    private void endOfFile() {
        if (partial == null) {
            end("was closed by the other side", true);
        } else {
            end(
                    "ended inside a frame: " + partialFilled + " of "
                            + (partialWanted == FrameDescriptor.LENGTH_BYTES ? "its first " : "") + partialWanted
                            + " bytes had come",
                    false);
        }
    }

    /** Closes this connection; the handler is told. Repeated calls do nothing. */
    public void close() {
        end("was closed here", true);
    }

    private void end(String reason, boolean clean) {
        if (closed) {
            return;
        }
        closed = true;
        unsent.clear();
        partial = null;
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released all the same, and the reason that matters is the one given.
        }
        handler.onClosed(reason, clean);
    }

    /**
     * Tells whether the connection has ended.
     *
     * @return true once the handler was told
     */
    public boolean isClosed() {
        return closed;
    }
}
