package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.ThreadDump;
import java.nio.file.Files;
import java.nio.file.Path;

/** The entry point of a JVM that loads what children need and ends, so that its classes can be archived. */
public final class Training {

    private Training() {}

    /**
     * Runs the training.
     *
     * @param args a file with names of classes, one a line; those that are not found here are passed over
     * @throws Exception if the file cannot be read, or a rehearsal fails
     */
    public static void main(String[] args) throws Exception {
        Rehearsal.ofTask();
        Rehearsal.ofObjects();
        Rehearsal.ofPipe();
        ThreadDump.ofAll();
        for (String name : Files.readAllLines(Path.of(args[0]))) {
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
