package dev.multiprocess.benchmarks.subject;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How long this process has had a processor, the JVM's own threads included. */
public final class ProcessorTime {

    private ProcessorTime() {}

    /**
     * Reads it.
     *
     * @return nanoseconds since the process began
     */
    public static long nanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
