package dev.multiprocess.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes have of the machine's memory. */
public final class Memory {

    /** How many processes are alive together when their memory is measured. */
    public static final int TOGETHER = 4;

    private static final Path PROC = Path.of("/proc/self/smaps_rollup");

    private Memory() {}

    /**
     * Tells whether the operating system tells.
     *
     * @return true on Linux
     */
    public static boolean isTold() {
        return Files.exists(PROC);
    }

    /**
     * Reads the proportional set size of processes: pages that several share count in parts.
     *
     * @param pids of live processes
     * @return the median in MiB
     * @throws IOException if one of them is gone
     */
    public static double median(List<Long> pids) throws IOException {
        double[] all = new double[pids.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = of(pids.get(i));
        }
        return Samples.median(java.util.Arrays.stream(all).boxed().toList());
    }

    private static double of(long pid) throws IOException {
        Path file = Path.of("/proc", String.valueOf(pid), "smaps_rollup");
        String line = Files.readAllLines(file).stream()
                .filter(each -> each.startsWith("Pss:"))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no line Pss"));
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }
}
