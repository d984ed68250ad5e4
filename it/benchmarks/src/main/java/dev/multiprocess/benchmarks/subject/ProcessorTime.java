package dev.multiprocess.benchmarks.subject;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How long processes have had a processor, the JVM's own threads included. */
public final class ProcessorTime {

    /** The operating system counts it in hundredths of a second. */
    private static final int MILLIS_PER_TICK = 10;

    /** The fields of /proc/PID/stat, as proc(5) numbers them. */
    private static final int FIRST_AFTER_NAME = 3;

    private static final int USER = 14;
    private static final int KERNEL = 15;
    private static final int CHILDREN_USER = 16;
    private static final int CHILDREN_KERNEL = 17;

    private ProcessorTime() {}

    /**
     * Reads it.
     *
     * @return nanoseconds since the process began
     */
    public static long nanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /**
     * Returns why it cannot be read for other processes.
     *
     * @return empty on Linux
     */
    public static Optional<String> missing() {
        return Files.exists(Path.of("/proc/self/stat"))
                ? Optional.empty()
                : Optional.of("this operating system does not tell processor time in /proc");
    }

    /**
     * Reads it of any process.
     *
     * @param pid of a live process
     * @return milliseconds since it began, in steps of ten
     * @throws IOException if it is gone
     */
    public static double millis(long pid) throws IOException {
        return millis(String.valueOf(pid), USER, KERNEL);
    }

    /**
     * Reads it of this process, and of all children that have ended and were waited for.
     *
     * @return milliseconds since it began, in steps of ten
     * @throws IOException if the operating system does not say
     */
    public static double millisWithChildren() throws IOException {
        return millis("self", USER, KERNEL, CHILDREN_USER, CHILDREN_KERNEL);
    }

    private static double millis(String process, int... fields) throws IOException {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field : fields) {
            ticks += Long.parseLong(afterName[field - FIRST_AFTER_NAME]);
        }
        return ticks * (double) MILLIS_PER_TICK;
    }
}
