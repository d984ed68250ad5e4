package dev.multiprocess.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How much of the machine's memory processes have. */
public final class Memory {

    /** How many processes are alive together when their memory is measured. */
    public static final int TOGETHER = 4;

    private static final Path PROC = Path.of("/proc/self/smaps_rollup");

    private Memory() {}

    /**
     * Returns why it cannot be read.
     *
     * @return empty on Linux
     */
    public static Optional<String> missing() {
        return Files.exists(PROC)
                ? Optional.empty()
                : Optional.of("this operating system does not tell memory in /proc");
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
            if (all[i] == 0) {
                throw new IOException("process " + pids.get(i) + " is gone, or tells nothing of its memory");
            }
        }
        return Samples.median(java.util.Arrays.stream(all).boxed().toList());
    }

    /**
     * Reads the proportional set size of one process.
     *
     * @param pid of any process
     * @return in MiB; 0 if it is gone
     */
    public static double of(long pid) {
        try {
            return mebibytes("Pss:", Path.of("/proc", String.valueOf(pid), "smaps_rollup"));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Reads what one process has for itself, and what all processes of the machine share by files that are on no disk.
     *
     * @param pid of a live process
     * @return in MiB
     * @throws IOException if it is gone
     */
    public static double ownAndShared(long pid) throws IOException {
        return mebibytes("Pss_Anon:", Path.of("/proc", String.valueOf(pid), "smaps_rollup"))
                + mebibytes("Shmem:", Path.of("/proc/meminfo"));
    }

    private static double mebibytes(String label, Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(label))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .sum();
    }
}
