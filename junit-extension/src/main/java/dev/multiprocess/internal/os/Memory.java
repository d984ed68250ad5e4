package dev.multiprocess.internal.os;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory there is for more JVMs. */
public final class Memory {

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB$");

    private Memory() {}

    /**
     * Returns how much memory this machine can give, or this container at most; in bytes.
     *
     * <p>Free memory is no measure on Linux, which fills what is not needed with copies of files. It reports what it
     * could give, but only for the whole machine.
     */
    public static long available() {
        return available(
                Path.of("/proc/meminfo"),
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean
                        ? bean
                        : null);
    }

    public static long available(Path meminfo, com.sun.management.OperatingSystemMXBean system) {
        long total = system == null ? Long.MAX_VALUE : system.getTotalMemorySize();
        long free = system == null ? Long.MAX_VALUE : system.getFreeMemorySize();
        try {
            Matcher line = AVAILABLE.matcher(Files.readString(meminfo));
            return line.find() ? Math.min(total, Math.max(free, Long.parseLong(line.group(1)) << 10)) : free;
        } catch (IOException notLinux) {
            return free;
        }
    }
}
