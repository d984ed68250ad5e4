package dev.multiprocess.internal.record;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The names of all directories at a moment. Mutable; not for several threads. */
final class NameTable {

    private final Inode.OfDirectory root;
    private final Map<Inode.OfDirectory, Map<String, Inode>> names = new HashMap<>();

    NameTable(StartTree start) {
        root = start.root();
        start.names().forEach((directory, inside) -> names.put(directory, new TreeMap<>(inside)));
    }

    Map<String, Inode> inside(Inode.OfDirectory directory) {
        return names.computeIfAbsent(directory, none -> new TreeMap<>());
    }

    Inode.OfDirectory root() {
        return root;
    }

    void apply(Effect.Names effect) {
        for (Effect.Name each : effect.names()) {
            if (each.inode().isPresent()) {
                inside(each.place().directory())
                        .put(each.place().name(), each.inode().get());
            } else {
                inside(each.place().directory()).remove(each.place().name());
            }
        }
    }

    /** What has a path; empty if nothing has it, not even its directory. */
    Optional<Inode> find(String path) {
        Optional<Inode> found = Optional.of(root);
        if (path.isEmpty()) {
            return found;
        }
        for (String name : path.split("/")) {
            found = found.filter(Inode.OfDirectory.class::isInstance)
                    .map(directory -> inside((Inode.OfDirectory) directory).get(name));
        }
        return found;
    }
}
