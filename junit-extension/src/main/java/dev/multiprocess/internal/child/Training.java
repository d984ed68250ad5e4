package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.ThreadDump;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The entry point of a JVM that loads what children need and ends, so that its classes can be archived: what every
 * child needs until its task has run, or what a task may need besides. Ends at once if the JVM that has started it
 * dies, whose end of a pipe is this one's standard input.
 */
public final class Training {

    private Training() {}

    /**
     * Runs the training.
     *
     * @param args a private directory, for what every child needs; and, for more, a file with names of classes, one a
     *     line, of which those not found here are skipped
     * @throws Exception if the file cannot be read, or the warm-up fails
     */
    public static void main(String[] args) throws Exception {
        new Bond().start();
        PrivateDirectory directory = new PrivateDirectory(Path.of(args[0]));
        WarmUp.ofStart(directory);
        if (args.length > 1) {
            loadMore(directory, Path.of(args[1]));
        }
    }

    /** Waits for the end of a stream that no process writes to. */
    private static final class Bond extends Thread {

        Bond() {
            super("multiprocess-bond");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                System.in.read();
            } catch (IOException e) {
                // As good as the end.
            } finally {
                Runtime.getRuntime().halt(Departure.LOST);
            }
        }
    }

    private static void loadMore(PrivateDirectory directory, Path names) throws IOException {
        WarmUp.ofObjects();
        WarmUp.ofPipe(directory.inner(1));
        ThreadDump.ofAll();
        for (String name : Files.readAllLines(names)) {
            load(name);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // Known to the test JVM and not here: it comes from the rest of the class path.
        }
    }
}
