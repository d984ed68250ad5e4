package dev.multiprocess.benchmarks.jvm;

import java.io.IOException;

/** A {@code main} that only prints when it began. */
public final class StartMain {

    private StartMain() {}

    /**
     * Prints the time, on the clock that all processes of the machine share.
     *
     * @param args any word: live on until the end of the standard input
     * @throws IOException if the standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        System.out.println(System.nanoTime());
        if (args.length > 0) {
            System.in.read();
        }
    }
}
