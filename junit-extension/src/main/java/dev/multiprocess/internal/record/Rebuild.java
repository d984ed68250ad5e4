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
import java.util.TreeMap;

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
     * An operation that a loss takes away.
     *
     * @param operation index in the list of operations
     * @param partly whether something of it is left
     */
    public record Lost(int operation, boolean partly) {}

    /**
     * Returns what is missing.
     *
     * @param point when
     * @param loss what is lost
     * @param seed for a random loss
     * @return in the order of the operations
     */
    public List<Lost> lost(Point point, Loss loss, long seed) {
        int count = trace.effectsBefore(point.operation);
        return lost(survivors(new Losses(trace, count), loss, seed), count);
    }

    /**
     * Returns what is missing after forces that have failed.
     *
     * @return in the order of the operations
     */
    public List<Lost> lostByFailedForces() {
        int count = trace.effects().size();
        return lost(new Losses(trace, count).ofFailedForces(), count);
    }

    private List<Lost> lost(Survivors survivors, int count) {
        Map<Integer, Boolean> partly = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Effect effect = trace.effects().get(i);
            List<Change> kept = survivors.changes().get(i);
            if (effect instanceof Effect.Names && !survivors.names().contains(i)
                    || effect instanceof Effect.Content && (kept == null || kept.isEmpty())) {
                partly.put(effect.operation(), false);
            } else if (effect instanceof Effect.Content content
                    && !content.change().isAllIn(kept)) {
                partly.put(effect.operation(), true);
            }
        }
        return partly.entrySet().stream()
                .map(each -> new Lost(each.getKey(), each.getValue()))
                .toList();
    }

    /**
     * Copies a directory, with files that have several names in it, and symbolic links as they are.
     *
     * @param directory with whatever is in it
     * @param target does not exist
     * @throws IOException if it cannot be read, or the copy cannot be written
     */
    public static void copy(Path directory, Path target) throws IOException {
        of(directory, List.of()).make(new Point(0, 0), Loss.NONE, 0, target);
    }

    /**
     * Returns whether the directory, or what of it is safe, is another after an operation.
     *
     * @param operation index in the list of operations
     * @return false for what has only looked, failed, or said something
     */
    public boolean hasEffect(int operation) {
        int first = trace.effectsBefore(operation);
        return first < trace.effects().size() && trace.effects().get(first).operation() == operation;
    }

    /**
     * Returns whether an operation gives a name to something new.
     *
     * @param operation index in the list of operations
     * @return false for an opening that has found its file
     */
    public boolean makes(int operation) {
        return hasEffect(operation)
                && trace.effects().get(trace.effectsBefore(operation)) instanceof Effect.Names effect
                && effect.names().stream().anyMatch(name -> name.inode().isPresent());
    }

    /**
     * Makes the directory that is left after all operations if what a force that has failed was to make safe is lost.
     *
     * @param target does not exist
     * @throws IOException if it cannot be written
     */
    public void makeAfterFailedForces(Path target) throws IOException {
        make(new Losses(trace, trace.effects().size()).ofFailedForces(), target);
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
        Survivors survivors = survivors(new Losses(trace, trace.effectsBefore(point.operation)), loss, seed);
        Map<Inode.OfFile, List<Change>> changes = changes(survivors);
        if (point.cut > 0 && loss != Loss.ALL) {
            addCut(point, changes);
        }
        make(survivors, changes, target);
    }

    private static Survivors survivors(Losses losses, Loss loss, long seed) {
        return switch (loss) {
            case NONE -> losses.none();
            case ALL -> losses.all();
            case RANDOM -> losses.random(seed);
        };
    }

    private void make(Survivors survivors, Path target) throws IOException {
        make(survivors, changes(survivors), target);
    }

    private void make(Survivors survivors, Map<Inode.OfFile, List<Change>> changes, Path target) throws IOException {
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
