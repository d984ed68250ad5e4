package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps lines in a file, which is replaced as a whole. */
final class RenamedNotes {

    static void add(Path directory, String line) throws IOException {
        Path file = directory.resolve("notes");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(line);
        Path next = directory.resolve("notes.new");
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
