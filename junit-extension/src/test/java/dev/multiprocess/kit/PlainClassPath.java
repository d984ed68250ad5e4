package dev.multiprocess.kit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The class path of this JVM, for a JVM whose locale has ASCII only: it finds no file that has another letter in its path. */
public final class PlainClassPath {

    private PlainClassPath() {}

    /**
     * Copies those entries that such a JVM does not find.
     *
     * @param directory where to; its own path must be ASCII
     * @return all entries, in their order
     */
    public static String copiedTo(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(entry);
            entries.add(plain ? entry : copy(Path.of(entry), directory.resolve("entry-" + entries.size())));
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String copy(Path entry, Path directory) throws IOException {
        Path copy = Files.createDirectory(directory).resolve(entry.getFileName());
        try (Stream<Path> files = Files.walk(entry)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(entry.relativize(file).toString()));
            }
        }
        return copy.toString();
    }
}
