package dev.multiprocess.benchmarks.multiprocess;

/** The test JVM that {@link OrphanEnd} kills. */
final class OrphanEndMain {

    private OrphanEndMain() {}

    /** Runs the test that never ends; with the argument {@code true} its children compute. */
    public static void main(String[] args) {
        System.setProperty(OrphanEndTestCases.BUSY, args[0]);
        JUnitRun.of(OrphanEndTestCases.class);
    }
}
