package dev.multiprocess.internal.wire;

import dev.multiprocess.internal.thread.SystemCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection that carries frames in both directions.
 *
 * <p>Its owner's lock guards it: every method but {@link #lock()} must be called with it held, and the handler is
 * called with it held.
 */
public abstract class Connection {

    private final ReentrantLock lock;
    private final FrameAssembler assembler;

    private FrameHandler handler;

    /** Changes with the lock held. */
    private volatile boolean closed;

    private long queued;
    private long written;

    /**
     * Begins a connection.
     *
     * @param lock the owner's
     * @param frameLimit the largest frame that may arrive, in bytes
     */
    Connection(ReentrantLock lock, int frameLimit) {
        this.lock = lock;
        assembler = new FrameAssembler(frameLimit);
    }

    /**
     * Opens two FIFOs on which the test JVM already listens. If that is dead, the handler is notified at once.
     *
     * @param directory where they are
     * @param name of both
     * @param lock the owner's
     * @param frameLimit the largest frame that may arrive, in bytes
     * @param handler receives what arrives, on a thread of its own
     * @param systemCalls where that thread leaves them
     * @throws IOException if they are gone
     */
    public static void call(
            PrivateDirectory directory,
            String name,
            ReentrantLock lock,
            int frameLimit,
            ConnectionLoop.HandlerFactory handler,
            SystemCalls systemCalls)
            throws IOException {
        FifoCaller.open(Fifos.of(directory, name), lock, frameLimit, handler, systemCalls);
    }

    /**
     * Returns the lock that guards this connection.
     *
     * @return the owner's
     */
    public final ReentrantLock lock() {
        return lock;
    }

    /**
     * Sets the handler of what arrives; called once, before anything is read.
     *
     * @param receiver called with the lock held
     */
    public final void handleWith(FrameHandler receiver) {
        handler = receiver;
    }

    final FrameHandler handler() {
        return handler;
    }

    final FrameAssembler assembler() {
        return assembler;
    }

    /**
     * Sends a frame, or queues what cannot be sent at once.
     *
     * @param type 0 to 255
     * @param parts the body; read between their positions and limits, and not changed until they are sent
     * @return false if the other side is known to be gone; the frame is dropped then
     */
    public abstract boolean send(int type, ByteBuffer... parts);

    /**
     * Marks the end of what was sent so far.
     *
     * @return to be passed to {@link #isWritten}
     */
    public final long mark() {
        return queued;
    }

    /**
     * Returns whether the operating system has taken everything up to a mark; from then on it survives this process.
     *
     * @param mark from {@link #mark()}
     * @return false while some of it is queued here
     */
    public final boolean isWritten(long mark) {
        return written >= mark;
    }

    /** Counts bytes that are to be written. Where sending waits for that, there is nothing to count. */
    final void queued(int bytes) {
        queued += bytes;
    }

    /** Counts what was queued and is written. */
    final void written(int bytes) {
        written += bytes;
    }

    /** Delivers all that a process had sent before it ended, including what is still under way. */
    public abstract void drain();

    /** Releases what the operating system holds for it. */
    abstract void release();

    /** The value of a frame's length field. */
    static int length(ByteBuffer... parts) {
        int length = 1;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        return length;
    }

    /** Moves as much as there is and fits. */
    static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        from.position(from.position() + count);
        to.position(to.position() + count);
    }

    /** Delivers one frame. */
    void deliver(int type, ByteBuffer body) throws ProtocolException {
        handler.onFrame(type, body);
    }

    /** Delivers the frames that a buffer completes. */
    final void handle(ByteBuffer buffer) throws ProtocolException {
        while (!closed) {
            ByteBuffer frame = assembler.next(buffer);
            if (frame == null) {
                int type = assembler.unfinishedType();
                if (type >= 0 && type != FrameDescriptor.ECHO && !handler.isKnown(type)) {
                    throw new ProtocolException("frame type " + type + " is not known here");
                }
                return;
            }
            deliver(Byte.toUnsignedInt(frame.get()), frame);
        }
    }

    /** Ends a connection whose other side sent something that makes no sense. */
    final void refuse(Exception reason) {
        end("sent what is not allowed: " + reason.getMessage(), false);
    }

    /** Ends a connection for what was thrown while it was handled. */
    final void fail(Throwable failure) {
        end("could not be handled: " + failure, false);
    }

    /** Ends a connection on which nothing more will come. */
    final void endOfFile() {
        String unfinished = assembler.unfinished();
        if (unfinished.isEmpty()) {
            end("was closed by the other side", true);
        } else {
            end("ended inside a frame: " + unfinished + " had come", false);
        }
    }

    /** Closes this connection; the handler is notified. Repeated calls do nothing. */
    public final void close() {
        end("was closed here", true);
    }

    private void end(String reason, boolean clean) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // Before the other side can notice: now it can still be found out whether that process lives.
            handler.onClosed(reason, clean);
        } finally {
            release();
        }
    }

    /**
     * Returns whether the connection has ended.
     *
     * @return true once the handler was notified
     */
    public final boolean isClosed() {
        return closed;
    }
}
