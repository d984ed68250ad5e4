package dev.multiprocess.kit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.child.ChildMain;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.OrphanReaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run may leave behind: processes below this JVM, threads of ours, private directories.
 *
 * <p>Other builds on the same machine have private directories too, so those of a run are known by the command lines
 * that it wrote for its children. What belongs to a directory that was there before is another run's of this JVM, which
 * may start JVMs in advance at any time.
 */
final class Leftovers {

    private static final long PATIENCE_SECONDS = 20;
    private static final Path OUTPUT = Path.of("target", "multiprocess");

    private final FileTime begin;
    private final Set<ProcessHandle> processes;
    private final Set<ProcessIdentity> marked;
    private final Set<Thread> threads;
    private final Set<Path> directories;

    private Leftovers(
            FileTime begin,
            Set<ProcessHandle> processes,
            Set<ProcessIdentity> marked,
            Set<Thread> threads,
            Set<Path> directories) {
        this.begin = begin;
        this.directories = directories;
        this.processes = processes;
        this.marked = marked;
        this.threads = threads;
    }

    static Leftovers now() {
        return new Leftovers(
                FileTime.fromMillis(System.currentTimeMillis()),
                new HashSet<>(children()),
                marked(),
                new HashSet<>(ourThreads()),
                existingDirectories());
    }

    void requireNoneSince() {
        List<ProcessHandle> newChildren = new ArrayList<>(children());
        newChildren.removeAll(processes);
        newChildren.removeIf(process -> isOfRunBefore(process.pid()));
        assertThat(newChildren).as("processes left behind").allMatch(Leftovers::endsSoon);
        Set<ProcessIdentity> newMarked = marked();
        newMarked.removeAll(marked);
        newMarked.removeIf(process -> isOfRunBefore(process.pid()));
        assertThat(newMarked).as("processes left behind by children").isEmpty();

        List<Thread> newThreads = new ArrayList<>(ourThreads());
        newThreads.removeAll(threads);
        newThreads.removeIf(Leftovers::endsSoon);
        assertThat(newThreads)
                .as(() -> "threads left behind: "
                        + newThreads.stream()
                                .map(thread -> thread.getName() + Arrays.toString(thread.getStackTrace()))
                                .toList())
                .isEmpty();

        assertThat(privateDirectories()).as("private directories left behind").noneMatch(Files::exists);
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().descendants().toList();
    }

    /** Also those whose parent is gone. */
    private static Set<ProcessIdentity> marked() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current()).orElseThrow();
        return new OrphanReaper(List.of(), problem -> {})
                .findOfOwner(self).stream().map(OrphanReaper.Leftover::process).collect(Collectors.toSet());
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("multiprocess-"))
                .toList();
    }

    private static boolean endsSoon(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(SECONDS.toMillis(PATIENCE_SECONDS));
            return !thread.isAlive();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> privateDirectories() {
        if (!Files.exists(OUTPUT)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(OUTPUT)) {
            return files.filter(file -> file.toString().endsWith(".args"))
                    .filter(isNewer())
                    .flatMap(file -> privateDirectory(file).stream())
                    .filter(directory -> !directories.contains(directory))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Predicate<Path> isNewer() {
        return file -> {
            try {
                return Files.getLastModifiedTime(file).compareTo(begin) >= 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** The one behind the main class; JVMs that make an archive have none. */
    private static Optional<Path> privateDirectory(Path argumentFile) {
        try {
            List<String> lines = Files.readAllLines(argumentFile);
            int main = lines.indexOf('"' + ChildMain.class.getName() + '"');
            return main < 0
                    ? Optional.empty()
                    : Optional.of(Path.of(lines.get(main + 1).replace("\"", "")));
        } catch (IOException e) {
            // Removed meanwhile: it was no child's.
            return Optional.empty();
        }
    }

    private boolean isOfRunBefore(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().arguments()).stream()
                .flatMap(Arrays::stream)
                .filter(argument -> argument.startsWith("@"))
                .flatMap(argument -> privateDirectory(Path.of(argument.substring(1))).stream())
                .anyMatch(directories::contains);
    }

    private static Set<Path> existingDirectories() {
        return Set.copyOf(PrivateDirectories.of(ProcessHandle.current().pid()));
    }
}
