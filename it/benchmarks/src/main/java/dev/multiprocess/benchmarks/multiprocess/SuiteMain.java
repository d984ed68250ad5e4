package dev.multiprocess.benchmarks.multiprocess;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.multiprocess.benchmarks.subject.Memory;
import dev.multiprocess.benchmarks.subject.ProcessorTime;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A test JVM that runs a suite and prints what it cost, including its children's part. */
final class SuiteMain {

    /** How many tests there are. */
    static int tests;

    private SuiteMain() {}

    /**
     * Prints one figure as its last line.
     *
     * @param args what to print ({@code wall}, {@code cpu} or {@code memory}), the start method, the output directory,
     *     the number of tests, for which of them a timeline is kept
     * @throws Exception if a test fails
     */
    public static void main(String[] args) throws Exception {
        tests = Integer.parseInt(args[3]);
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (PeakMemory peak = args[0].equals("memory") ? new PeakMemory() : null) {
            long start = System.nanoTime();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(SuiteTestCases.class))
                                    .configurationParameter("multiprocess.startMethod", args[1])
                                    .configurationParameter("multiprocess.outputDirectory", args[2])
                                    .configurationParameter("multiprocess.timeline", args[4])
                                    .build(),
                            summary);
            double wall = (System.nanoTime() - start) / 1e6;
            if (summary.getSummary().getTestsSucceededCount() != tests) {
                throw new IllegalStateException(
                        "of " + tests + " tests " + summary.getSummary().getTestsSucceededCount() + " passed");
            }
            System.out.println(
                    switch (args[0]) {
                        case "wall" -> wall;
                        case "cpu" -> ProcessorTime.millisWithChildren();
                        default -> peak.mebibytes();
                    });
        }
    }

    /** Looks at the memory of all processes together, again and again. */
    private static final class PeakMemory extends Thread implements AutoCloseable {

        private static final long PAUSE_MILLIS = 20;

        private volatile boolean over;
        private double peak;

        PeakMemory() {
            super("peak-memory");
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            while (!over) {
                look();
                try {
                    // Memory is read from time to time; there is no event to wait for.
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private synchronized void look() {
            double sum = Memory.of(ProcessHandle.current().pid());
            sum += ProcessHandle.current()
                    .descendants()
                    .mapToDouble(process -> Memory.of(process.pid()))
                    .sum();
            peak = Math.max(peak, sum);
        }

        synchronized double mebibytes() {
            return peak;
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
