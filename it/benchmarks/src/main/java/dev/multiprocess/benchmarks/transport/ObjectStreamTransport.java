package dev.multiprocess.benchmarks.transport;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** What a developer writes by hand. What is in the buffer is late, and lost if the writer dies. */
final class ObjectStreamTransport implements Transport {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** The stream remembers what it has written since the last reset, for as long as it lives. */
    private static final int MESSAGES_BETWEEN_RESETS = 1024;

    @Override
    public Sender sender(Path place) throws IOException, InterruptedException {
        SocketChannel channel = connect(UnixDomainSocketAddress.of(place.resolve("socket")));
        ObjectOutputStream out =
                new ObjectOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
        return new Sender() {
            private int unshared;

            @Override
            public void send(Object message) throws IOException {
                out.writeUnshared(message);
                if (++unshared == MESSAGES_BETWEEN_RESETS) {
                    out.reset();
                    unshared = 0;
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public Receiver receiver(Path place) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(place.resolve("socket")));
        return new Receiver() {
            private ObjectInputStream in;

            @Override
            public Object receive() throws IOException, ClassNotFoundException {
                if (in == null) {
                    SocketChannel channel = server.accept();
                    in = new ObjectInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
                }
                return in.readObject();
            }

            @Override
            public void close() throws IOException {
                in.close();
                server.close();
            }
        };
    }

    private static SocketChannel connect(UnixDomainSocketAddress socket) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return SocketChannel.open(socket);
            } catch (SocketException e) {
                // No socket file yet, or no process listens at it yet.
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                // Before the clock starts; a socket file that does not exist yet cannot be waited for otherwise.
                Thread.sleep(5);
            }
        }
    }
}
