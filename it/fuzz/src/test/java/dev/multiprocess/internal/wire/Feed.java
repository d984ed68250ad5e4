package dev.multiprocess.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection whose other side is the fuzzer; everything happens on one thread. */
public final class Feed implements AutoCloseable {

    /** Above what the fuzzer makes, so that all larger lengths are lies. */
    private static final int FRAME_LIMIT = 1 << 28;

    private static final int MOST_SENT = 1 << 16;

    private static final Logger QUIET = Logger.getLogger("dev.multiprocess");

    static {
        // Each input is a reason to warn.
        QUIET.setLevel(Level.OFF);
    }

    private static final Listening LISTENING = new Listening();

    private final SocketChannel theirs;
    private final SocketConnection connection;
    private RuntimeException escaped;
    private String reason;

    /**
     * Opens a connection.
     *
     * @param lock the owner's
     * @param factory makes what receives the frames
     */
    public Feed(ReentrantLock lock, ConnectionLoop.HandlerFactory factory) throws IOException {
        theirs = SocketChannel.open(LISTENING.address);
        SocketChannel ours = LISTENING.server.accept();
        ours.configureBlocking(false);
        connection = new SocketConnection(ours, lock, FRAME_LIMIT);
        LISTENING.selector.selectNow();
        connection.registered(ours.register(LISTENING.selector, SelectionKey.OP_READ, connection));
        connection.handleWith(new Watched(factory.create(connection)));
    }

    /**
     * Shows what a connection sends.
     *
     * @param frames sends them
     * @return an input for {@link #end} that the other side understands
     */
    public static byte[] sent(Consumer<Connection> frames) throws IOException {
        Feed feed = new Feed(new ReentrantLock(), connection -> new Deaf());
        try (feed) {
            feed.connection.lock().lock();
            frames.accept(feed.connection);
            feed.connection.lock().unlock();
            feed.hangUp();
            ByteBuffer bytes = ByteBuffer.allocate(MOST_SENT).put((byte) 0);
            while (feed.theirs.read(bytes) > 0) {
                // Until the end of file.
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    /**
     * Sends bytes and the end of file.
     *
     * @param input its first byte is the size of the pieces in which the rest is sent; 0 sends it at once
     * @return why the connection was closed
     */
    public String end(byte[] input) throws IOException {
        int piece = input.length == 0 || input[0] == 0 ? Integer.MAX_VALUE : Byte.toUnsignedInt(input[0]);
        connection.lock().lock();
        try {
            for (int from = 1;
                    from < input.length && !connection.isClosed();
                    from += Math.min(piece, input.length - from)) {
                theirs.write(ByteBuffer.wrap(input, from, Math.min(piece, input.length - from)));
                connection.drain();
            }
            theirs.shutdownOutput();
            connection.drain();
        } finally {
            connection.lock().unlock();
        }
        if (escaped != null) {
            throw escaped;
        }
        assertThat(reason).isNotNull();
        return reason;
    }

    @Override
    public void close() throws IOException {
        hangUp();
        theirs.close();
    }

    private void hangUp() {
        connection.lock().lock();
        try {
            connection.close();
        } finally {
            connection.lock().unlock();
        }
    }

    private static final class Deaf implements FrameHandler {

        @Override
        public void onFrame(int type, ByteBuffer body) {}

        @Override
        public void onClosed(String reason, boolean clean) {}
    }

    /** Remembers what a handler throws that is not a word about the other side. */
    private final class Watched implements FrameHandler {

        private final FrameHandler handler;

        Watched(FrameHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onFrame(int type, ByteBuffer body) throws ProtocolException {
            try {
                handler.onFrame(type, body);
            } catch (BufferUnderflowException e) {
                // The body is too short; a connection knows what that means.
                throw e;
            } catch (RuntimeException e) {
                escaped = e;
                throw e;
            }
        }

        @Override
        public void onBatchEnd() {
            handler.onBatchEnd();
        }

        @Override
        public void onFlushed() {
            handler.onFlushed();
        }

        @Override
        public void onClosed(String why, boolean clean) {
            assertThat(reason).as("told twice").isNull();
            reason = why;
            handler.onClosed(why, clean);
        }
    }

    private static final class Listening {

        final UnixDomainSocketAddress address;
        final ServerSocketChannel server;
        final Selector selector;

        Listening() {
            try {
                Path file = Files.createTempFile("mpj-fuzz", "");
                Files.delete(file);
                address = UnixDomainSocketAddress.of(file);
                server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                server.bind(address);
                selector = Selector.open();
                file.toFile().deleteOnExit();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
