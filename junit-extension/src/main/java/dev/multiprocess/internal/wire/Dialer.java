package dev.multiprocess.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls the test JVM from a child.
 *
 * @param directory the test JVM's
 * @param secret what is in it
 */
public record Dialer(PrivateDirectory directory, byte[] secret) {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Connects and waits to be admitted. While more call at once than the socket's backlog holds, this waits for its
     * turn as long as the test JVM lives.
     *
     * @param greeting identifies the caller
     * @return connected, in non-blocking mode, so that an interrupted thread cannot close it
     * @throws IOException if the test JVM is gone, refuses, or does not answer within 30 seconds once connected
     */
    public SocketChannel dial(Greeting greeting) throws IOException {
        SocketChannel channel = connect();
        try {
            channel.configureBlocking(false);
            ByteBuffer bytes = greeting.encode(secret);
            ByteBuffer answer = ByteBuffer.allocate(1);
            try (Selector selector = Selector.open()) {
                SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
                long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
                while (answer.hasRemaining()) {
                    step(channel, key, bytes, answer);
                    if (answer.hasRemaining() && !await(selector, deadline)) {
                        throw new IOException(
                                "the test JVM did not answer within " + ANSWER_TIMEOUT.toSeconds() + " s");
                    }
                }
                if (answer.get(0) != Greeting.WELCOME) {
                    key.interestOps(SelectionKey.OP_READ);
                    throw new IOException("the test JVM refused this child: " + text(channel, selector, deadline));
                }
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits for room while many call at once: in non-blocking mode Linux then refuses with EAGAIN, and nothing signals
     * when to call again. An interrupted thread calls again, as its first channel is closed.
     */
    private SocketChannel connect() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    channel.connect(UnixDomainSocketAddress.of(directory.socket()));
                    return channel;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                } catch (IOException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Connects, and waits for a text and the end of file.
     *
     * @param greeting identifies the caller
     * @param limit the longest wait for the whole text
     * @return what came until then
     * @throws IOException as {@link #dial} does
     */
    public String ask(Greeting greeting, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (SocketChannel channel = dial(greeting);
                Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            return text(channel, selector, deadline);
        }
    }

    /** Reads to the end of file, or what comes before the deadline. */
    private static String text(SocketChannel channel, Selector selector, long deadline) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (read(channel, buffer)) {
            text.write(buffer.array(), 0, buffer.position());
            if (buffer.position() == 0 && !await(selector, deadline)) {
                break;
            }
            buffer.clear();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Reads what there is; false at the end of file, which is a reset if the other side had not read all of ours. */
    private static boolean read(SocketChannel channel, ByteBuffer buffer) {
        try {
            return channel.read(buffer) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void step(SocketChannel channel, SelectionKey key, ByteBuffer bytes, ByteBuffer answer)
            throws IOException {
        if (bytes.hasRemaining()) {
            write(channel, bytes);
        }
        key.interestOps(bytes.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (!read(channel, answer)) {
            throw new IOException("the test JVM is gone");
        }
    }

    /** Writes what can be written. A caller refused before its greeting was read finds the answer instead. */
    private static void write(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
        } catch (IOException e) {
            bytes.position(bytes.limit());
        }
    }

    /** Waits with a cleared interrupt flag, since a selector returns at once while it is set. */
    private static boolean await(Selector selector, long deadline) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            selector.select(left);
            selector.selectedKeys().clear();
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
