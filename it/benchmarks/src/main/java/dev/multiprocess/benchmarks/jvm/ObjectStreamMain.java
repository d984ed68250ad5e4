package dev.multiprocess.benchmarks.jvm;

import dev.multiprocess.benchmarks.subject.Payload;
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

/** The two processes of {@link ObjectStream}. The reader has the clock and prints messages a second. */
final class ObjectStreamMain {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** The stream remembers what it has written since the last reset, for as long as it lives. */
    private static final int MESSAGES_BETWEEN_RESETS = 1024;

    /** Sent between warm-up and measurement, and at the end. */
    private enum Mark {
        START,
        END
    }

    private ObjectStreamMain() {}

    /**
     * Runs one of the two.
     *
     * @param args {@code read socket} or {@code write socket payload warm-up measured}
     * @throws Exception to fail the measurement
     */
    public static void main(String[] args) throws Exception {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(Path.of(args[1]));
        if (args[0].equals("read")) {
            read(socket);
        } else {
            Object message = Payload.valueOf(args[2]).message();
            write(socket, message, Duration.parse(args[3]), Duration.parse(args[4]));
        }
    }

    private static void read(UnixDomainSocketAddress socket) throws IOException, ClassNotFoundException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(socket);
            try (SocketChannel channel = server.accept();
                    ObjectInputStream in = new ObjectInputStream(
                            new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES))) {
                countTo(Mark.START, in);
                long start = System.nanoTime();
                long count = countTo(Mark.END, in);
                System.out.println(count / ((System.nanoTime() - start) / 1e9));
            }
        }
    }

    private static long countTo(Mark mark, ObjectInputStream in) throws IOException, ClassNotFoundException {
        long count = 0;
        while (in.readObject() != mark) {
            count++;
        }
        return count;
    }

    private static void write(UnixDomainSocketAddress socket, Object message, Duration warmUp, Duration measured)
            throws IOException, InterruptedException {
        try (SocketChannel channel = connect(socket);
                ObjectOutputStream out = new ObjectOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES))) {
            writeFor(warmUp, message, out);
            out.writeObject(Mark.START);
            writeFor(measured, message, out);
            out.writeObject(Mark.END);
        }
    }

    private static void writeFor(Duration time, Object message, ObjectOutputStream out) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            for (int i = 0; i < MESSAGES_BETWEEN_RESETS; i++) {
                out.writeUnshared(message);
            }
            out.reset();
        }
    }

    private static SocketChannel connect(UnixDomainSocketAddress socket) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return SocketChannel.open(socket);
            } catch (SocketException e) {
                // No socket file yet, or nobody listens at it yet.
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                // Before the clock starts; a socket file that does not exist yet cannot be waited for otherwise.
                Thread.sleep(5);
            }
        }
    }
}
