package dev.multiprocess.internal.files;

import dev.multiprocess.internal.os.OwnDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Makes the directories of tests' files.
 *
 * <p>A test JVM reserves those that it has used until it ends; another one that runs the same test meanwhile, as in
 * another build of the module, gets one with its process id in the name.
 */
public final class TestDirectories {

    /** Precedes what is added to a name. */
    private static final char ADDED = '~';

    /** By paths in small letters, since to some file systems they are the same. */
    private final Map<String, AtomicInteger> made = new ConcurrentHashMap<>();

    private final Set<Path> tidied = ConcurrentHashMap.newKeySet();

    /**
     * Makes an empty directory for a test's files; a second invocation in this JVM gets one of its own.
     *
     * @param named its name unless that is in use
     * @param outputDirectory has the test's directory somewhere below it
     */
    public Path make(Path named, Path outputDirectory) throws IOException {
        Files.createDirectories(outputDirectory);
        DirectoryLocks locks = DirectoryLocks.in(outputDirectory);
        int count = made.computeIfAbsent(named.toString().toLowerCase(Locale.ROOT), path -> new AtomicInteger())
                .incrementAndGet();
        Path directory = ours(count == 1 ? named : with(named, count), locks);
        try {
            deleteAll(directory);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // Another JVM is running the same test in the same directory, where directories cannot be locked.
            directory = with(directory, ProcessHandle.current().pid());
        }
        OwnDirectory.makeBelow(directory);
        if (tidied.add(named.getParent())) {
            deleteLeft(named.getParent(), locks);
        }
        return directory;
    }

    /** The directory, or one with a similar name, that no other JVM uses. */
    private static Path ours(Path wanted, DirectoryLocks locks) {
        Path directory = wanted;
        while (!locks.take(directory)) {
            directory = with(directory, ProcessHandle.current().pid());
        }
        return directory;
    }

    private static Path with(Path directory, long number) {
        return directory.resolveSibling(directory.getFileName().toString() + ADDED + number);
    }

    /** Deletes what other invocations and other JVMs have left, whose names would not be used again. */
    private static void deleteLeft(Path parent, DirectoryLocks locks) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, "*" + ADDED + "*")) {
            for (Path left : all) {
                locks.whileFree(left, () -> deleteAll(left));
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // Another JVM deletes them at the same time.
        }
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
