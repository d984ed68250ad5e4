package dev.multiprocess.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a child has in its own directory. */
final class OwnFiles {

    private OwnFiles() {}

    /** The paths in a directory, sorted; none if there is no such directory, or it cannot be read. */
    static List<Path> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            // They are to help with a failure, and must not replace it.
            return List.of();
        }
    }
}
