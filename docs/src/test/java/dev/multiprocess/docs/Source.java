package dev.multiprocess.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a file that a page shows, between {@code snippet: name} and {@code end} in comments of its language.
 *
 * @param file the file's name
 * @param name the part's name; empty for the whole file
 */
record Source(String file, String name) {

    private static final List<Path> PLACES = List.of(
            Path.of("src", "test", "java"),
            Path.of("src", "test", "resources"),
            Path.of("..", "it", "quickstart"),
            Path.of("..", "it", "src", "it"));

    /** Reads {@code file#name} or {@code file}. */
    static Source of(String text) {
        int hash = text.indexOf('#');
        return hash < 0 ? new Source(text, "") : new Source(text.substring(0, hash), text.substring(hash + 1));
    }

    /** The part, its lines moved to the left margin. */
    String text() {
        String content = read(find()).replace("\r\n", "\n");
        return name.isEmpty()
                ? content.replaceAll("(?m)^// (snippet: .*|end)\n", "")
                : between(content).stripTrailing() + "\n";
    }

    private String between(String content) {
        StringBuilder parts = new StringBuilder();
        StringBuilder part = null;
        for (String line : content.lines().toList()) {
            String comment = line.strip().replaceAll("^(//|#|<!--) ?| ?-->$", "");
            if (comment.equals("snippet: " + name)) {
                part = new StringBuilder();
            } else if (part != null && comment.equals("end")) {
                // Without its last line end, since an empty last line counts as one without indentation.
                parts.append(part.toString().replaceFirst("\n$", "").stripIndent())
                        .append('\n');
                part = null;
            } else if (part != null) {
                part.append(line).append('\n');
            }
        }
        if (parts.isEmpty() || part != null) {
            throw new AssertionError(find() + " must have a line '// snippet: " + name + "' and behind it '// end'");
        }
        return parts.toString();
    }

    private Path find() {
        for (Path place : PLACES) {
            try (Stream<Path> files = Files.walk(place)) {
                List<Path> found =
                        files.filter(path -> path.endsWith(file)).sorted().toList();
                if (!found.isEmpty()) {
                    return found.get(0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("no file " + file + " in " + PLACES);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file + (name.isEmpty() ? "" : "#" + name);
    }
}
