package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.os.OwnDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Makes the directories of tests' files. */
final class TestDirectories {

    private final Map<Path, AtomicInteger> made = new ConcurrentHashMap<>();

    /** An empty directory for a test's files; a second invocation in this JVM gets one of its own. */
    Path make(TestIdentity test, Path outputDirectory) throws IOException {
        Path directory = test.directory(outputDirectory);
        int count = made.computeIfAbsent(directory, path -> new AtomicInteger()).incrementAndGet();
        if (count > 1) {
            directory = directory.resolveSibling(directory.getFileName() + "~" + count);
        }
        try {
            deleteAll(directory);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // Another JVM is running the same test in the same directory.
            directory = directory.resolveSibling(
                    directory.getFileName() + "~" + ProcessHandle.current().pid());
        }
        OwnDirectory.makeBelow(directory);
        return directory;
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> all;
            try (Stream<Path> old = Files.walk(directory)) {
                all = old.sorted(Comparator.reverseOrder()).toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }
}
