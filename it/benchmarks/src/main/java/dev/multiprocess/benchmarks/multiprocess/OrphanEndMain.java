package dev.multiprocess.benchmarks.multiprocess;

/** The test JVM that {@link OrphanEnd} kills. */
final class OrphanEndMain {

    private OrphanEndMain() {}

    /** Runs the test that never ends. */
    public static void main(String[] args) {
        JUnitRun.of(OrphanEndTestCases.class);
    }
}
