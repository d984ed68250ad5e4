package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps lines in a file. */
final class InPlaceNotes {

    static void add(Path directory, String line) throws IOException {
        Path file = directory.resolve("notes");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(line);
        Files.write(file, lines);
    }
}
