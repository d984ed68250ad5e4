package dev.multiprocess.internal.jvm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where a JVM waits for a debugger.
 *
 * @param number a port of this machine that was free a moment ago
 */
public record DebugPort(int number) {

    /** Finds a port for a JVM that is to be debugged. */
    public static DebugPort free() throws IOException {
        // Chosen here, not by the child, which would have to print it to its output.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DebugPort(free.getLocalPort());
        }
    }

    /** What the JVM is started with. */
    public String argument() {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:" + number;
    }
}
