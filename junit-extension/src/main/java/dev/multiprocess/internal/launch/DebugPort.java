package dev.multiprocess.internal.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where a child waits for a debugger.
 *
 * @param number a port of this machine that was free a moment ago
 */
record DebugPort(int number) {

    /** Finds a port for a child that is to be debugged. */
    static DebugPort free() throws IOException {
        // Chosen here, not by the child, which would have to tell it on its output.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DebugPort(free.getLocalPort());
        }
    }

    String argument() {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:" + number;
    }

    void announce(Child<?> child) {
        System.out.println(Failures.waitsForDebugger(child, number));
    }
}
