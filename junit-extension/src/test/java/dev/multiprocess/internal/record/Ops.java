package dev.multiprocess.internal.record;

import dev.multiprocess.internal.recorder.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes lists of operations by hand, each of them from {@code App.java:1}. */
public final class Ops {

    private final List<Operation> all = new ArrayList<>();
    private int handles;
    private long attempts;

    public List<Operation> all() {
        return all;
    }

    private Operation.Origin origin() {
        return new Operation.Origin(++attempts, "main", "App.run(App.java:1)");
    }

    /** Of what is no attempt: it has the number of the one before. */
    private Operation.Origin between() {
        return new Operation.Origin(attempts, "main", "App.run(App.java:1)");
    }

    /** Opens a file, and makes it if it is not there. */
    public int open(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, true, false, false));
        return handles;
    }

    public int openSynced(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, true, false, true));
        return handles;
    }

    public int openEmptied(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, true, true, false));
        return handles;
    }

    public Ops write(int handle, long offset, String text) {
        all.add(new Operation.Write(origin(), handle, offset, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Ops truncate(int handle, long size) {
        all.add(new Operation.Truncate(origin(), handle, size));
        return this;
    }

    public Ops force(int handle) {
        return force(handle, "?");
    }

    /** With the present name of the file, which only words need. */
    public Ops force(int handle, String path) {
        all.add(new Operation.Force(origin(), handle, path));
        return this;
    }

    public Ops force(String path) {
        all.add(new Operation.Force(origin(), 0, path));
        return this;
    }

    public Ops forceMap(int handle, long offset, String text) {
        all.add(new Operation.ForceMap(origin(), handle, offset, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Ops rename(String from, String to) {
        all.add(new Operation.Rename(origin(), from, to));
        return this;
    }

    public Ops delete(String path) {
        all.add(new Operation.Delete(origin(), path));
        return this;
    }

    public Ops makeDirectory(String path) {
        all.add(new Operation.MakeDirectory(origin(), path));
        return this;
    }

    public Ops removeDirectory(String path) {
        all.add(new Operation.RemoveDirectory(origin(), path));
        return this;
    }

    public Ops link(String existing, String path) {
        all.add(new Operation.Link(origin(), existing, path));
        return this;
    }

    public Ops symbolicLink(String target, String path) {
        all.add(new Operation.SymbolicLink(origin(), target, path));
        return this;
    }

    public Ops moveIn(String path, String text) {
        all.add(new Operation.MoveIn(origin(), path, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Ops moveOut(String path) {
        all.add(new Operation.MoveOut(origin(), path));
        return this;
    }

    /** Opens a file that must be there. */
    public int openExisting(String path) {
        all.add(new Operation.Open(origin(), ++handles, path, false, false, false));
        return handles;
    }

    /** Opens a file, or makes it, and closes it at once. */
    public Ops touch(String path) {
        all.add(new Operation.Open(origin(), 0, path, true, false, false));
        return this;
    }

    public Ops map(int handle) {
        all.add(new Operation.Map(between(), handle, 0, 1));
        return this;
    }

    public Ops unknown(String reason) {
        all.add(new Operation.Unknown(between(), reason));
        return this;
    }

    /** As the run of a crash test leaves it. */
    public Ops note(String bytes) {
        all.add(new Operation.Note(between(), bytes.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Ops promise(String text) {
        return note("p" + text);
    }

    public Ops checkpoint(String name) {
        return note("c" + name);
    }

    public Ops thrown(String text) {
        return note("t" + text);
    }

    public Ops failed(byte kind, String path) {
        all.add(new Operation.Failed(origin(), kind, path));
        return this;
    }

    public Ops failedForce(String path) {
        return failed(LogFormat.FORCE, path);
    }
}
