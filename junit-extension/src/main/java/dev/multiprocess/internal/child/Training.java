package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.ThreadDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The entry point of a JVM that loads what children need and ends, so that its classes can be archived: what every child
 * needs until its task has run, or what a task may need besides.
 */
public final class Training {

    private Training() {}

    /**
     * Runs the training.
     *
     * @param args none for what every child needs; or a file with names of classes, one a line, of which those that are not
     *     found here are passed over
     * @throws Exception if the file cannot be read, or a rehearsal fails
     */
    public static void main(String[] args) throws Exception {
        Rehearsal.ofStart();
        if (args.length > 0) {
            loadMore(Path.of(args[0]));
        }
    }

    private static void loadMore(Path names) throws IOException {
        Rehearsal.ofObjects();
        Rehearsal.ofPipe();
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
