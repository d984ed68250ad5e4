package dev.multiprocess.benchmarks.subject;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long processes have had a processor, the JVM's own threads included. */
public final class ProcessorTime {

    /** The operating system counts it in hundredths of a second. */
    private static final int MILLIS_PER_TICK = 10;

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
     * Tells whether the operating system tells it of other processes.
     *
     * @return true on Linux
     */
    public static boolean isTold() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /**
     * Reads it of any process.
     *
     * @param pid of a live process
     * @return milliseconds since it began, in steps of ten
     * @throws IOException if it is gone
     */
    public static double millis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * (double) MILLIS_PER_TICK;
    }
}
