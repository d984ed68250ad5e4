package dev.multiprocess.internal.wire;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens for children, and admits only those that know the secret and run as the same user.
 *
 * <p>A caller that says something else, nothing, or too much is dropped and logged; no other caller notices.
 */
public final class Acceptor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    /** How many callers may be in the middle of their greeting; the oldest is dropped for one more. */
    private static final int MOST_GREETING = 256;

    private static final long NO_DESCRIPTOR_PAUSE_NANOS = 50_000_000;

    private final ConnectionLoop loop;
    private final Guests guests;
    private final ServerSocketChannel server;
    private final byte[] secret;
    private final UserPrincipal owner;
    private final Refusals refusals = new Refusals();

    /** Released for a moment when there is no other descriptor, so that a caller can be informed. */
    private Closeable reserve;

    /** The loop adds and removes; the thread that closes this reads. */
    private final Deque<SocketChannel> greeting = new ConcurrentLinkedDeque<>();

    /** Decides what happens to an admitted caller. */
    @FunctionalInterface
    public interface Guests {

        /**
         * Takes over a channel after its greeting; called by the loop's thread.
         *
         * @param greeting identifies the caller
         * @param channel connected, in non-blocking mode
         * @throws ProtocolException if the caller is not expected
         * @throws IOException if the channel is closed
         */
        void arrived(Greeting greeting, SocketChannel channel) throws IOException;
    }

    /**
     * Begins to listen.
     *
     * @param directory where the socket file is made
     * @param loop whose thread does the work
     * @param guests receives callers
     * @throws IOException if the socket cannot be made
     */
    public Acceptor(PrivateDirectory directory, ConnectionLoop loop, Guests guests) throws IOException {
        this.loop = loop;
        this.guests = guests;
        secret = directory.secret();
        owner = Files.getOwner(directory.path());
        server = bind(directory.socket());
        try {
            reserve = server();
        } catch (IOException e) {
            close(server);
            throw e;
        }
        loop.register(server, SelectionKey.OP_ACCEPT, new Calling());
    }

    /** Accepts the next caller. */
    private final class Calling implements ConnectionLoop.Readiness {

        @Override
        public void ready(int operations) {
            accept();
        }

        @Override
        public void failed(Throwable failure) {
            LOG.log(Level.WARNING, "a child could not be let in", failure);
        }
    }

    /** Reads what a caller says first. */
    private final class Greeted implements ConnectionLoop.Readiness {

        private final SocketChannel channel;
        private final ByteBuffer bytes;

        Greeted(SocketChannel channel, ByteBuffer bytes) {
            this.channel = channel;
            this.bytes = bytes;
        }

        @Override
        public void ready(int operations) {
            read(channel, bytes);
        }

        @Override
        public void failed(Throwable failure) {
            greeting.remove(channel);
            drop(channel, failure.toString());
        }
    }

    private void accept() {
        SocketChannel channel;
        try {
            channel = server.accept();
        } catch (IOException e) {
            refuse(e.getMessage());
            return;
        }
        if (channel != null) {
            listen(channel);
        }
    }

    private void listen(SocketChannel channel) {
        if (greeting.size() == MOST_GREETING) {
            drop(greeting.removeFirst(), "it took too long to greet");
        }
        greeting.addLast(channel);
        try {
            channel.configureBlocking(false);
            ByteBuffer bytes = ByteBuffer.allocate(Greeting.BYTES);
            loop.register(channel, SelectionKey.OP_READ, new Greeted(channel, bytes));
        } catch (IOException e) {
            greeting.remove(channel);
            drop(channel, e.getMessage());
        }
    }

    /** Without a descriptor for it, a caller would wait for ever and this thread would wake for it again and again. */
    private void refuse(String reason) {
        try {
            close(reserve);
            SocketChannel channel = server.accept();
            if (channel != null) {
                drop(channel, reason);
            }
            reserve = server();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a child could not be let in: {0}", e.getMessage());
            LockSupport.parkNanos(NO_DESCRIPTOR_PAUSE_NANOS);
        }
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        ServerSocketChannel server = server();
        try {
            server.bind(UnixDomainSocketAddress.of(socket), MOST_GREETING);
            server.configureBlocking(false);
            return server;
        } catch (IOException e) {
            close(server);
            throw e;
        }
    }

    private static ServerSocketChannel server() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    private void read(SocketChannel channel, ByteBuffer bytes) {
        try {
            // Not one byte more than the greeting, so that what follows is read by the connection.
            if (channel.read(bytes) < 0) {
                if (bytes.position() == 0) {
                    // A child that was ended as it was about to say something.
                    greeting.remove(channel);
                    close(channel);
                    return;
                }
                throw new ProtocolException("it left after " + bytes.position() + " bytes");
            }
            if (bytes.hasRemaining()) {
                return;
            }
            Greeting caller = Greeting.decode(bytes.flip(), secret);
            Peer.requireUser(channel, owner);
            greeting.remove(channel);
            guests.arrived(caller, channel);
        } catch (IOException e) {
            greeting.remove(channel);
            drop(channel, e.getMessage());
        }
    }

    private void drop(SocketChannel channel, String reason) {
        refusals.refused(reason, System.nanoTime()).ifPresent(Acceptor::warn);
        try {
            channel.write(Greeting.refusal(reason));
        } catch (IOException e) {
            // It has left already; the reason is logged.
        }
        close(channel);
    }

    private static void warn(String text) {
        LOG.log(Level.WARNING, text);
    }

    private static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released all the same.
        }
    }

    /**
     * Informs a caller that it was admitted; called by {@link Guests}, before anything else is sent.
     *
     * @param channel its channel
     * @throws IOException if it has left
     */
    public static void welcome(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {Greeting.WELCOME}));
    }

    /** Stops listening. Connections stay. */
    @Override
    public void close() {
        close(server);
        close(reserve);
        greeting.forEach(Acceptor::close);
        refusals.rest().ifPresent(Acceptor::warn);
    }
}
