package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sees to it that what a start method makes in the background is there before the clock starts. */
final class Warmth {

    /** Long enough to start the next JVM in advance, on a machine that is busy as well. */
    private static final long REFILL_MILLIS = 600;

    private Warmth() {}

    /** Starts children until one is started over the archive, or is one that had been waiting. */
    static void await(StartMethod method, Processes starter) throws IOException, InterruptedException {
        String sign =
                switch (method) {
                    case FORK -> "over the class-data archive";
                    case FORK_SERVER -> "a JVM that was started";
                    default -> "";
                };
        while (!isStartedSo(starter, sign)) {
            pause(StartMethod.FORK_SERVER);
        }
    }

    private static boolean isStartedSo(Processes starter, String sign) throws IOException {
        ChildProcess<Void> child = starter.start(() -> {});
        child.join();
        Path record = child.outputFile().resolveSibling(child.name() + ".launch.txt");
        return Files.readString(record).contains(sign);
    }

    /** Nothing tells who uses the library when a JVM has been started in advance. */
    static void pause(StartMethod method) throws InterruptedException {
        if (method == StartMethod.FORK_SERVER) {
            Thread.sleep(REFILL_MILLIS);
        }
    }
}
