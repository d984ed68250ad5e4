package dev.multiprocess.internal.bell;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rings at the doorbells of other processes; keeps the connections to them. Any thread. */
final class Ringer {

    static final int MESSAGE_BYTES = Integer.BYTES;

    private final Path folder;
    private final Map<Integer, SocketChannel> others = new ConcurrentHashMap<>();

    /** Rings at those that have their sockets in a folder. */
    Ringer(Path folder) {
        this.folder = folder;
    }

    Path socket(int process) {
        return folder.resolve("bell-" + process);
    }

    /** Sends the number of a queue; false if the other process cannot be reached. */
    boolean ring(int process, int queue) {
        SocketChannel channel = others.get(process);
        try {
            if (channel == null) {
                channel = call(process);
            }
            // If there is no room, the other process has so much to read that it looks at all its queues.
            channel.write(ByteBuffer.allocate(MESSAGE_BYTES).putInt(queue).flip());
            return true;
        } catch (IOException e) {
            if (channel != null) {
                forget(process, channel);
            }
            return false;
        }
    }

    private synchronized SocketChannel call(int process) throws IOException {
        SocketChannel known = others.get(process);
        if (known != null) {
            return known;
        }
        closeThoseThatAreGone();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // Not blocking, so that the interruption of a thread cannot close it.
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket(process)))) {
                throw new IOException("too many call process " + process + " at once");
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        others.put(process, channel);
        return channel;
    }

    private void closeThoseThatAreGone() {
        ByteBuffer nothing = ByteBuffer.allocate(1);
        others.forEach((process, channel) -> {
            try {
                if (channel.read(nothing) < 0) {
                    forget(process, channel);
                }
            } catch (IOException e) {
                forget(process, channel);
            }
        });
    }

    private void forget(int process, SocketChannel channel) {
        others.remove(process, channel);
        close(channel);
    }

    /** Removes what is left of a process that has ended. */
    void ended(int process) {
        SocketChannel channel = others.get(process);
        if (channel != null) {
            forget(process, channel);
        }
        try {
            Files.deleteIfExists(socket(process));
        } catch (IOException e) {
            log().log(Level.DEBUG, "the socket of process {0} goes with its directory: {1}", process, e.toString());
        }
    }

    void close() {
        for (Map.Entry<Integer, SocketChannel> other : others.entrySet()) {
            forget(other.getKey(), other.getValue());
        }
    }

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log().log(Level.DEBUG, "closed all the same: {0}", e.toString());
        }
    }

    /** Looked up when there is something to log: doing so at a child's start would search every jar for a logger. */
    private static System.Logger log() {
        return System.getLogger(Ringer.class.getName());
    }
}
