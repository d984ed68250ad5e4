package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ensures that what a start method makes in the background is there before the clock starts, but only just: memory that
 * is not touched for half a second is slow to touch again, above all on a virtual machine.
 */
final class Warmth {

    /** Between two looks at what takes seconds to make, and should not be delayed. */
    private static final long LOOK_AGAIN_MILLIS = 600;

    /** Less than it takes to start the next JVM in advance. */
    private static final long FIRST_PAUSE_MILLIS = 80;

    private final StartMethod method;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    private Warmth(StartMethod method) {
        this.method = method;
    }

    /** Starts children until one is started over the archive, or is one that had been waiting. */
    static Warmth await(StartMethod method, Processes starter) throws IOException, InterruptedException {
        Warmth warmth = new Warmth(method);
        while (!warmth.reached(startAndJoin(starter))) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return warmth;
    }

    private static ChildProcess<Void> startAndJoin(Processes starter) {
        ChildProcess<Void> child = starter.start(() -> {});
        child.join();
        return child;
    }

    /** Leaves time to start the next JVM in advance; {@link #held} returns whether it was enough. */
    void pause() throws InterruptedException {
        if (method == StartMethod.FORK_SERVER) {
            Thread.sleep(pauseMillis);
        }
    }

    /** Whether a child found what it should; if not, the next pauses are a quarter longer. */
    boolean held(ChildProcess<?> child) throws IOException {
        if (reached(child)) {
            return true;
        }
        pauseMillis += pauseMillis / 4;
        return false;
    }

    private boolean reached(ChildProcess<?> child) throws IOException {
        String sign =
                switch (method) {
                    case FORK -> "over the class-data archive";
                    case FORK_SERVER -> "a JVM that was started";
                    default -> "";
                };
        Path record = child.outputFile().resolveSibling(child.name() + ".launch.txt");
        return Files.readString(record).contains(sign);
    }
}
