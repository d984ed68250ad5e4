package dev.multiprocess.internal.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a directory as it was, or may be after a loss of power, from a copy of what was there before the run. */
public final class Rebuild {

    /** What of the operations without a force is lost. */
    public enum Loss {
        /** Nothing: the process dies, and the system does not. */
        NONE,
        /** All of them. */
        ALL,
        /** Some, which a seed decides. */
        RANDOM
    }

    /**
     * When the directory is left.
     *
     * @param operation index in the list of operations: right before it; their number for the end
     * @param cut how many bytes of that operation, which is a write, are written nevertheless
     */
    public record Point(int operation, int cut) {}

    private final Path copy;
    private final Trace trace;

    private Rebuild(Path copy, Trace trace) {
        this.copy = copy;
        this.trace = trace;
    }

    /**
     * Follows a recording.
     *
     * @param copy of the directory before the run, which must stay as it is
     * @param operations of the run
     * @return for all points
     * @throws IOException if the copy cannot be read
     * @throws IllegalStateException if the operations do not fit it
     */
    public static Rebuild of(Path copy, List<Operation> operations) throws IOException {
        return new Rebuild(copy, Trace.of(StartTree.of(copy), operations));
    }

    /**
     * Makes a directory.
     *
     * @param point when
     * @param loss what is lost
     * @param seed for a random loss
     * @param target does not exist
     * @throws IOException if it cannot be written
     */
    public void make(Point point, Loss loss, long seed, Path target) throws IOException {
        Losses losses = new Losses(trace, trace.effectsBefore(point.operation));
        Survivors survivors =
                switch (loss) {
                    case NONE -> losses.none();
                    case ALL -> losses.all();
                    case RANDOM -> losses.random(seed);
                };
        Map<Inode.OfFile, List<Change>> changes = changes(survivors);
        if (point.cut > 0 && loss != Loss.ALL) {
            addCut(point, changes);
        }
        NameTable names = new NameTable(trace.start());
        survivors
                .names()
                .forEach(i -> names.apply((Effect.Names) trace.effects().get(i)));
        write(names, names.root(), target, changes, new HashMap<>());
    }

    private Map<Inode.OfFile, List<Change>> changes(Survivors survivors) {
        Map<Inode.OfFile, List<Change>> changes = new HashMap<>();
        survivors.changes().forEach((i, kept) -> {
            Inode.OfFile file = ((Effect.Content) trace.effects().get(i)).file();
            changes.computeIfAbsent(file, none -> new ArrayList<>()).addAll(kept);
        });
        return changes;
    }

    private void addCut(Point point, Map<Inode.OfFile, List<Change>> changes) {
        Effect effect = trace.effects().get(trace.effectsBefore(point.operation));
        if (effect.operation() != point.operation
                || !(effect instanceof Effect.Content content)
                || !(content.change() instanceof Change.Write write)
                || point.cut > write.length()) {
            throw new IllegalArgumentException("only a write can be cut, and within its length: operation="
                    + trace.operations().get(point.operation) + ", cut=" + point.cut);
        }
        changes.computeIfAbsent(content.file(), none -> new ArrayList<>()).add(write.first(point.cut));
    }

    private void write(
            NameTable names,
            Inode.OfDirectory directory,
            Path path,
            Map<Inode.OfFile, List<Change>> changes,
            Map<Inode, Path> written)
            throws IOException {
        Files.createDirectory(path);
        for (Map.Entry<String, Inode> entry : names.inside(directory).entrySet()) {
            Path child = path.resolve(entry.getKey());
            Inode inode = entry.getValue();
            if (inode instanceof Inode.OfDirectory inner) {
                write(names, inner, child, changes, written);
            } else if (inode instanceof Inode.OfLink link) {
                Files.createSymbolicLink(child, Path.of(link.target()));
            } else if (written.containsKey(inode)) {
                Files.createLink(child, written.get(inode));
            } else {
                write((Inode.OfFile) inode, child, changes.getOrDefault((Inode.OfFile) inode, List.of()));
                written.put(inode, child);
            }
        }
    }

    private void write(Inode.OfFile file, Path path, List<Change> changes) throws IOException {
        if (file.start().isPresent()) {
            Files.copy(copy.resolve(file.start().get()), path, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            Files.createFile(path);
        }
        if (!changes.isEmpty()) {
            try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
                for (Change change : changes) {
                    change.apply(out);
                }
            }
        }
    }
}
