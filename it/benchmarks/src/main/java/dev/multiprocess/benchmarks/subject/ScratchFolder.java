package dev.multiprocess.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that is gone with all that is in it once it is closed.
 *
 * @param path empty at first
 */
public record ScratchFolder(Path path) implements AutoCloseable {

    /**
     * Makes a folder.
     *
     * @return of a name that is not used
     * @throws IOException if there is no room
     */
    public static ScratchFolder create() throws IOException {
        return new ScratchFolder(Files.createTempDirectory("benchmark"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
