package dev.multiprocess.internal.timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which files a page links, and how: as references from its directory. */
final class FileLinks {

    /** A child may have written any number of files into its own directory. */
    private static final int MOST = 100;

    /** Of its own directory, what is in it and in the directories there. */
    private static final int OWN_DEPTH = 2;

    private final Path directory;

    FileLinks(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** The output of a child and the like, and what it has in its own directory. */
    List<String> ofChild(History.OfChild child) {
        Path own = child.files().toAbsolutePath();
        String name = own.getFileName().toString();
        List<Path> files =
                list(own.getParent(), 1, file -> file.getFileName().toString().startsWith(name + "."));
        return Stream.concat(files.stream(), list(own, OWN_DEPTH, file -> true).stream())
                .map(this::reference)
                .toList();
    }

    /** What is in one directory below this. */
    List<String> below(Path other) {
        return list(other.toAbsolutePath(), 1, file -> true).stream()
                .map(this::reference)
                .toList();
    }

    /** What is in the directory of the test beside the files of those children. */
    List<String> others(List<History.OfChild> children) {
        List<String> names = children.stream()
                .map(child -> child.files().getFileName() + ".")
                .toList();
        return list(
                        directory,
                        1,
                        file -> names.stream().noneMatch(file.getFileName().toString()::startsWith))
                .stream()
                .map(this::reference)
                .filter(file -> !file.equals(TimelineFiles.PAGE))
                .toList();
    }

    private static List<Path> list(Path from, int depth, Predicate<Path> wanted) {
        if (!Files.isDirectory(from)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(from, depth)) {
            return all.filter(Files::isRegularFile)
                    .filter(wanted)
                    .sorted(Comparator.comparing(Path::toString))
                    .limit(MOST)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // It was removed at this moment, or may not be read; a page without links is better than none.
            return List.of();
        }
    }

    private String reference(Path file) {
        return StreamSupport.stream(directory.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }
}
