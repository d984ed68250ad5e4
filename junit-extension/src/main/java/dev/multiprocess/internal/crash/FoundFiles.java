package dev.multiprocess.internal.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is in a directory, in words. */
final class FoundFiles {

    private FoundFiles() {}

    /** Names all files with their sizes, and all directories below one; in the order of their names. */
    static List<String> of(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<String> words = new ArrayList<>();
            for (Path path : all.skip(1).sorted().toList()) {
                String name = directory.relativize(path).toString();
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    words.add(name + "/");
                } else if (Files.isSymbolicLink(path)) {
                    words.add(name + " -> " + Files.readSymbolicLink(path));
                } else {
                    long size = Files.size(path);
                    words.add(name + ": " + size + (size == 1 ? " byte" : " bytes"));
                }
            }
            return words;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
