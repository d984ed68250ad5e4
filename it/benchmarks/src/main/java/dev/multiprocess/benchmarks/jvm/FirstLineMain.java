package dev.multiprocess.benchmarks.jvm;

/** A {@code main} that does nothing but tell when it began. */
final class FirstLineMain {

    private FirstLineMain() {}

    /**
     * Prints the time, on the clock that all processes of the machine share.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println(System.nanoTime());
    }
}
