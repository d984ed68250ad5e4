package dev.multiprocess.internal.wire;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * Two FIFOs (named pipes) of a private directory, which one child and the test JVM open.
 *
 * @param name of both
 * @param down carries what the test JVM says
 * @param up carries what the child says
 */
record Fifos(String name, File down, File up) {

    static Fifos of(PrivateDirectory directory, String name) {
        List<Path> paths = directory.fifos(name);
        return new Fifos(name, paths.get(0).toFile(), paths.get(1).toFile());
    }

    /** Removes both; a process that has them open does not notice. What cannot be removed goes with its directory. */
    void delete() {
        down.delete();
        up.delete();
    }
}
