package dev.multiprocess.internal.record;

import dev.multiprocess.internal.recorder.LogFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A recording as effects on inodes: which file an operation concerned, whatever its names were at that time and became
 * later. Immutable when it has been made.
 */
public final class Trace {

    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    private final StartTree start;
    private final List<Operation> operations;
    private final List<Effect> effects = new ArrayList<>();

    private final NameTable now;
    private final Map<Integer, Inode.OfFile> open = new HashMap<>();
    private final Map<Inode.OfFile, Long> sizes = new HashMap<>();
    private final Set<Integer> synced = new HashSet<>();
    private int index;

    private Trace(StartTree start, List<Operation> operations) {
        this.start = start;
        this.operations = List.copyOf(operations);
        this.now = new NameTable(start);
    }

    /**
     * Follows a recording.
     *
     * @param start before the run
     * @param operations all of them
     * @return their effects
     * @throws IllegalStateException if an operation does not fit what was there: something else has changed the
     *     directory
     */
    static Trace of(StartTree start, List<Operation> operations) {
        Trace trace = new Trace(start, operations);
        for (trace.index = 0; trace.index < operations.size(); trace.index++) {
            trace.follow(operations.get(trace.index));
        }
        return trace;
    }

    StartTree start() {
        return start;
    }

    List<Operation> operations() {
        return operations;
    }

    List<Effect> effects() {
        return effects;
    }

    /** How many effects there are before an operation; they have the order of their operations. */
    int effectsBefore(int operation) {
        int low = 0;
        int high = effects.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (effects.get(middle).operation() < operation) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void follow(Operation operation) {
        if (operation instanceof Operation.Open each) {
            open(each);
        } else if (operation instanceof Operation.Write each) {
            written(each.handle(), each.offset(), each.bytes(), synced.contains(each.handle()));
        } else if (operation instanceof Operation.ForceMap each) {
            forced(each);
        } else if (operation instanceof Operation.Truncate each) {
            changed(file(each.handle()), new Change.Resize(each.size()));
        } else if (operation instanceof Operation.Force each) {
            effects.add(new Effect.Forced(index, each.handle() == 0 ? at(each.path()) : file(each.handle())));
        } else if (operation instanceof Operation.Rename each) {
            rename(each);
        } else if (operation instanceof Operation.Link each) {
            name(each.path(), at(each.existing()));
        } else if (operation instanceof Operation.SymbolicLink each) {
            name(each.path(), new Inode.OfLink(each.target()));
        } else if (operation instanceof Operation.MakeDirectory each) {
            name(each.path(), new Inode.OfDirectory());
        } else if (operation instanceof Operation.MoveIn each) {
            moveIn(each);
        } else if (operation instanceof Operation.Delete each) {
            remove(each.path());
        } else if (operation instanceof Operation.RemoveDirectory each) {
            remove(each.path());
        } else if (operation instanceof Operation.MoveOut each) {
            remove(each.path());
        } else if (operation instanceof Operation.Failed each && each.kind() == LogFormat.FORCE) {
            now.find(each.path()).ifPresent(inode -> effects.add(new Effect.NotForced(index, inode)));
        }
        // The others have no effect.
    }

    private void open(Operation.Open each) {
        Optional<Inode> there = now.find(each.path());
        if (there.isEmpty() && !each.creates()) {
            throw unfit("there is no '" + each.path() + "'");
        }
        if (there.isPresent() && !(there.get() instanceof Inode.OfFile)) {
            throw unfit("'" + each.path() + "' is no file");
        }
        Inode.OfFile file = (Inode.OfFile) there.orElseGet(() -> name(each.path(), new Inode.OfFile()));
        if (each.truncates() && there.isPresent()) {
            changed(file, new Change.Resize(0));
        }
        if (each.handle() != 0) {
            open.put(each.handle(), file);
            if (each.synced()) {
                synced.add(each.handle());
            }
        }
    }

    private void written(int handle, long offset, byte[] bytes, boolean forced) {
        changed(file(handle), Change.Write.all(offset, bytes));
        if (forced) {
            effects.add(new Effect.ForcedPart(index, file(handle), offset, offset + bytes.length));
        }
    }

    /** Memory after the end of its file is not written. */
    private void forced(Operation.ForceMap each) {
        Inode.OfFile file = file(each.handle());
        long size = sizes.getOrDefault(file, file.startSize());
        long length = Math.min(each.bytes().length, size - each.offset());
        if (length > 0) {
            changed(file, Change.Write.all(each.offset(), each.bytes()).first((int) length));
            effects.add(new Effect.ForcedPart(index, file, each.offset(), each.offset() + length));
        }
    }

    /** Its bytes count as forced: what was done to it elsewhere is not known. */
    private void moveIn(Operation.MoveIn each) {
        Inode.OfFile file = new Inode.OfFile();
        name(each.path(), file);
        written(file, each.bytes());
    }

    private void written(Inode.OfFile file, byte[] bytes) {
        changed(file, Change.Write.all(0, bytes));
        effects.add(new Effect.Forced(index, file));
    }

    private void rename(Operation.Rename each) {
        Inode moved = at(each.from());
        Optional<Inode> replaced = now.find(each.to());
        if (replaced.filter(inode -> inode == moved).isPresent()) {
            // Two names of one file: the system leaves both.
            return;
        }
        Effect.Name from = new Effect.Name(placeOf(each.from()), Optional.empty());
        Effect.Name to = new Effect.Name(placeOf(each.to()), Optional.of(moved));
        named(new Effect.Names(index, List.of(from, to), asDirectory(replaced)));
    }

    private void remove(String path) {
        Effect.Name gone = new Effect.Name(placeOf(path), Optional.empty());
        named(new Effect.Names(index, List.of(gone), asDirectory(Optional.of(at(path)))));
    }

    private static Optional<Inode.OfDirectory> asDirectory(Optional<Inode> inode) {
        return inode.filter(Inode.OfDirectory.class::isInstance).map(Inode.OfDirectory.class::cast);
    }

    private Inode name(String path, Inode inode) {
        Effect.Name name = new Effect.Name(placeOf(path), Optional.of(inode));
        named(new Effect.Names(index, List.of(name), Optional.empty()));
        return inode;
    }

    private void named(Effect.Names effect) {
        effects.add(effect);
        now.apply(effect);
    }

    private void changed(Inode.OfFile file, Change change) {
        effects.add(new Effect.Content(index, file, change));
        sizes.put(file, change.sizeAfter(sizes.getOrDefault(file, file.startSize())));
    }

    private Inode.OfFile file(int handle) {
        Inode.OfFile file = open.get(handle);
        if (file == null) {
            throw unfit("its file was never opened");
        }
        return file;
    }

    private Inode at(String path) {
        return now.find(path).orElseThrow(() -> unfit("there is no '" + path + "'"));
    }

    private Effect.Place placeOf(String path) {
        int end = path.lastIndexOf('/');
        String directory = path.substring(0, Math.max(end, 0));
        Inode.OfDirectory inode =
                asDirectory(now.find(directory)).orElseThrow(() -> unfit("there is no directory '" + directory + "'"));
        String name = path.substring(end + 1);
        if (NO_NAMES.contains(name)) {
            throw unfit("'" + path + "' is no path of it");
        }
        return new Effect.Place(inode, name);
    }

    private IllegalStateException unfit(String reason) {
        Operation operation = operations.get(index);
        return new IllegalStateException("operation " + operation.origin().number() + " of the recording, "
                + operation.getClass().getSimpleName() + ", does not fit what was there before: " + reason);
    }
}
