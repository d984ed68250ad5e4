package dev.multiprocess.internal.launch;

import java.lang.management.ManagementFactory;

/** How much memory this machine, or this container, has left. */
final class Memory {

    private Memory() {}

    /** In bytes; all there is where nobody tells. */
    static long available() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getFreeMemorySize()
                : Long.MAX_VALUE;
    }
}
