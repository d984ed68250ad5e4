package example;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps lines in a file, which is replaced as a whole when its bytes are safe. */
final class Notes {

    static void add(Path directory, String line) throws IOException {
        Path file = directory.resolve("notes");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(line);
        Path next = directory.resolve("notes.new");
        Files.write(next, lines);
        force(next);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    /** Bytes of a file, or names in a directory. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
