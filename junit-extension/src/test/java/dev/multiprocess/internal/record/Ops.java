package dev.multiprocess.internal.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes lists of operations by hand. */
final class Ops {

    private final List<Operation> all = new ArrayList<>();
    private int handles;

    List<Operation> all() {
        return all;
    }

    private Operation.Origin origin() {
        return new Operation.Origin(all.size() + 1, "main", "App.run(App.java:1)");
    }

    /** Opens a file, and makes it if it is not there. */
    int open(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, true, false, false));
        return handles;
    }

    int openSynced(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, true, false, true));
        return handles;
    }

    int openEmptied(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, true, true, false));
        return handles;
    }

    Ops write(int handle, long offset, String text) {
        all.add(new Operation.Write(origin(), handle, offset, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    Ops truncate(int handle, long size) {
        all.add(new Operation.Truncate(origin(), handle, size));
        return this;
    }

    Ops force(int handle) {
        all.add(new Operation.Force(origin(), handle, "?"));
        return this;
    }

    Ops force(String path) {
        all.add(new Operation.Force(origin(), 0, path));
        return this;
    }

    Ops forceMap(int handle, long offset, String text) {
        all.add(new Operation.ForceMap(origin(), handle, offset, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    Ops rename(String from, String to) {
        all.add(new Operation.Rename(origin(), from, to));
        return this;
    }

    Ops delete(String path) {
        all.add(new Operation.Delete(origin(), path));
        return this;
    }

    Ops makeDirectory(String path) {
        all.add(new Operation.MakeDirectory(origin(), path));
        return this;
    }

    Ops removeDirectory(String path) {
        all.add(new Operation.RemoveDirectory(origin(), path));
        return this;
    }

    Ops link(String existing, String path) {
        all.add(new Operation.Link(origin(), existing, path));
        return this;
    }

    Ops symbolicLink(String target, String path) {
        all.add(new Operation.SymbolicLink(origin(), target, path));
        return this;
    }

    Ops moveIn(String path, String text) {
        all.add(new Operation.MoveIn(origin(), path, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }
}
