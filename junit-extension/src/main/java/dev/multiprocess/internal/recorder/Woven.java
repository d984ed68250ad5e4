package dev.multiprocess.internal.recorder;

import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What woven methods of the JDK call: one method before each operation, and then {@link #end} or {@link #failed}. A
 * method before an operation may throw what the JDK's method declares. Any thread.
 */
public final class Woven {

    static volatile Recorder recorder;
    private static volatile Natives natives;

    private Woven() {}

    /**
     * Called by the subclass when it is loaded.
     *
     * @param natives the only one
     */
    public static void use(Natives natives) {
        Woven.natives = natives;
    }

    static void start(Path directory, String log) throws IOException {
        recorder = new Recorder(natives, directory, log);
    }

    // After all of them.

    public static void end(long result) {
        Recorder r = recorder;
        if (r != null) {
            r.end(result);
        }
    }

    public static Throwable failed(Throwable failure) {
        Recorder r = recorder;
        if (r != null) {
            r.failed();
        }
        return failure;
    }

    // sun.nio.fs.UnixNativeDispatcher

    public static void open(Path path, int flags, int mode) {
        Recorder r = recorder;
        if (r != null && !r.isNested() && isForWriting(flags)) {
            boolean follow = (flags & LogFormat.EXCLUSIVE) == 0;
            open(r, follow ? r.below.targetOf(path) : r.below.nameOf(path), flags);
        }
    }

    public static void openat(int directory, byte[] path, int flags, int mode) {
        Recorder r = recorder;
        if (r != null && !r.isNested() && isForWriting(flags)) {
            open(r, r.below.targetOf(directory, path), flags);
        }
    }

    private static boolean isForWriting(int flags) {
        return (flags & (LogFormat.ACCESS | LogFormat.CREATE | LogFormat.TRUNCATING)) != 0;
    }

    private static void open(Recorder r, String path, int flags) {
        if (path != null) {
            Attempt attempt = new Attempt(LogFormat.OPEN, Fault.PATH, Attempt.Result.COUNT);
            attempt.path = path;
            attempt.flags = flags;
            r.begin(attempt);
        }
    }

    /** A file is closed for which there was no object. */
    public static void close(int number) {
        Recorder r = recorder;
        if (r != null) {
            r.endOpenEnded();
            r.forget(number);
        }
    }

    /** A file was opened for which there is an object now. */
    public static void bind(FileDescriptor file) {
        Recorder r = recorder;
        if (r != null) {
            r.bind(file);
        }
    }

    public static void mkdir(Path path, int mode) {
        onPath(LogFormat.MAKE_DIRECTORY, path);
    }

    public static void rmdir(Path path) {
        onPath(LogFormat.REMOVE_DIRECTORY, path);
    }

    public static void unlink(Path path) {
        onPath(LogFormat.DELETE, path);
    }

    private static void onPath(int kind, Path path) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            onPath(r, kind, r.below.nameOf(path), Fault.PATH, Attempt.Result.NONE);
        }
    }

    private static void onPath(Recorder r, int kind, String path, Fault fault, Attempt.Result result) {
        if (path != null) {
            Attempt attempt = new Attempt(kind, fault, result);
            attempt.path = path;
            r.begin(attempt);
        }
    }

    public static void unlinkat(int directory, byte[] path, int flag) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            int kind = flag == 0 ? LogFormat.DELETE : LogFormat.REMOVE_DIRECTORY;
            onPath(r, kind, r.below.nameOf(directory, path), Fault.PATH, Attempt.Result.NONE);
        }
    }

    public static void symlink(byte[] target, Path path) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            String name = r.below.nameOf(path);
            if (name != null) {
                Attempt attempt = new Attempt(LogFormat.SYMBOLIC_LINK, Fault.PATH, Attempt.Result.NONE);
                attempt.path = new String(target, StandardCharsets.UTF_8);
                attempt.other = name;
                r.begin(attempt);
            }
        }
    }

    public static void link(Path existing, Path path) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            String name = r.below.nameOf(path);
            if (name != null) {
                between(r, LogFormat.LINK, r.below.nameOf(existing), name, existing, Fault.PATH);
            }
        }
    }

    public static void rename(Path from, Path to) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            between(r, LogFormat.RENAME, r.below.nameOf(from), r.below.nameOf(to), from, Fault.PATH);
        }
    }

    public static void renameat(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            String source = r.below.nameOf(fromDirectory, from);
            Path outside = Path.of(Data.ofNumber(fromDirectory)).resolve(new String(from, StandardCharsets.UTF_8));
            between(r, LogFormat.RENAME, source, r.below.nameOf(toDirectory, to), outside, Fault.PATH);
        }
    }

    /** What gets a new name; either name may be elsewhere. */
    private static void between(Recorder r, int kind, String from, String to, Path source, Fault fault) {
        Attempt.Result result = fault == Fault.RESULT ? Attempt.Result.BOOLEAN : Attempt.Result.NONE;
        if (from != null && to != null) {
            Attempt attempt = new Attempt(kind, fault, result);
            attempt.path = from;
            attempt.other = to;
            r.begin(attempt);
        } else if (from != null) {
            onPath(r, LogFormat.MOVE_OUT, from, fault, result);
        } else if (to != null) {
            moveIn(r, to, source, fault, result);
        }
    }

    private static void moveIn(Recorder r, String to, Path source, Fault fault, Attempt.Result result) {
        Attempt attempt = new Attempt(LogFormat.MOVE_IN, fault, result);
        attempt.path = to;
        if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            try {
                attempt.length = Files.size(source);
            } catch (IOException e) {
                // It has gone since, and the operation will fail.
                return;
            }
            // By its new name, which it has when the bytes are read.
            attempt.data = new Data.OfFile(r.below.absolute(to), 0);
            r.begin(attempt);
        } else if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            r.unknown(to.concat(" was moved into the directory, and is no file"));
        }
    }

    // java.io.File, where a failure is a result

    public static void createNewFile(File file) {
        createFile(file.getPath());
    }

    public static void createFile(String path) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            String name = r.below.nameOf(path);
            if (name != null) {
                Attempt attempt = new Attempt(LogFormat.OPEN, Fault.IO, Attempt.Result.BOOLEAN);
                attempt.path = name;
                attempt.flags = LogFormat.READ_WRITE | LogFormat.CREATE | LogFormat.EXCLUSIVE;
                r.begin(attempt);
            }
        }
    }

    public static void makeDirectory(File file) {
        onFile(LogFormat.MAKE_DIRECTORY, file);
    }

    public static void delete(File file) {
        boolean directory = recorder != null && Files.isDirectory(file.toPath(), LinkOption.NOFOLLOW_LINKS);
        onFile(directory ? LogFormat.REMOVE_DIRECTORY : LogFormat.DELETE, file);
    }

    private static void onFile(int kind, File file) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            onPath(r, kind, r.below.nameOf(file.getPath()), Fault.RESULT, Attempt.Result.BOOLEAN);
        }
    }

    public static void renameTo(File from, File to) {
        Recorder r = recorder;
        if (r != null && !r.isNested()) {
            String source = r.below.nameOf(from.getPath());
            between(r, LogFormat.RENAME, source, r.below.nameOf(to.getPath()), from.toPath(), Fault.RESULT);
        }
    }

    // java.io.FileOutputStream and RandomAccessFile

    public static void openStream(FileDescriptor file, String path, boolean append) {
        int rest = append ? LogFormat.APPEND : LogFormat.TRUNCATING;
        openFile(file, path, LogFormat.WRITE_ONLY | LogFormat.CREATE | rest);
    }

    public static void openRandom(FileDescriptor file, String path, int mode) {
        int sync = (mode & 4) != 0 ? LogFormat.SYNC : (mode & 8) != 0 ? LogFormat.DATA_SYNC : 0;
        openFile(file, path, (mode & 2) == 0 ? 0 : LogFormat.READ_WRITE | LogFormat.CREATE | sync);
    }

    private static void openFile(FileDescriptor file, String path, int flags) {
        Recorder r = recorder;
        if (r != null && !r.isNested() && isForWriting(flags)) {
            String name = r.below.targetOf(path);
            if (name != null) {
                Attempt attempt = new Attempt(LogFormat.OPEN, Fault.NOT_FOUND, Attempt.Result.NONE);
                attempt.file = file;
                attempt.path = name;
                attempt.flags = flags;
                r.begin(attempt);
            }
        }
    }

    /** Of a file below the directory; null for all others, and inside of another operation. */
    private static Handle handle(Recorder r, FileDescriptor file) {
        return r == null || r.isNested() ? null : r.of(file);
    }

    public static void writeByte(FileDescriptor file, int value) {
        writeBytes(file, new byte[] {(byte) value}, 0, 1);
    }

    public static void writeArray(FileDescriptor file, byte[] bytes) {
        writeBytes(file, bytes, 0, bytes.length);
    }

    public static void writeBytes(FileDescriptor file, byte[] bytes, int offset, int length) {
        Recorder r = recorder;
        Handle handle = handle(r, file);
        // The JDK refuses other bounds; it does nothing if the length is 0.
        if (handle != null && offset >= 0 && length > 0 && length <= bytes.length - offset) {
            write(r, handle, file, -1, new Data.OfArray(bytes, offset), length, Attempt.Result.NONE);
        }
    }

    private static void write(
            Recorder r,
            Handle handle,
            FileDescriptor file,
            long offset,
            Data data,
            long length,
            Attempt.Result result) {
        Attempt attempt = new Attempt(LogFormat.WRITE, Fault.IO, result);
        attempt.handle = handle;
        attempt.file = file;
        // The system appends even what has an offset.
        attempt.offset = handle.append ? -1 : offset;
        attempt.data = data;
        attempt.length = length;
        r.begin(attempt);
    }

    public static void setLength(FileDescriptor file, long size) {
        truncate(file, size, Attempt.Result.NONE);
    }

    /** In place of the native method of JDK 17. */
    public static void setLengthInstead(FileDescriptor file, long size) throws IOException {
        setLength(file, size);
        try {
            long before = natives.position(file);
            if (size < 0) {
                throw new IOException("setLength failed");
            }
            natives.truncate(file, size);
            natives.seek(file, Math.min(before, size));
        } catch (IOException | RuntimeException e) {
            failed(e);
            throw e;
        }
        end(0);
    }

    public static void sync(FileDescriptor file) {
        force(file, Fault.SYNC, Attempt.Result.NONE);
    }

    /** In place of the native method of JDK 17. */
    public static void syncInstead(FileDescriptor file) throws java.io.SyncFailedException {
        sync(file);
        try {
            natives.force(file);
        } catch (IOException e) {
            failed(e);
            throw new java.io.SyncFailedException("sync failed");
        }
        end(0);
    }

    // sun.nio.ch.FileDispatcherImpl

    public static void write(FileDescriptor file, long address, int length) {
        pwrite(file, address, length, -1);
    }

    public static void pwrite(FileDescriptor file, long address, int length, long position) {
        Recorder r = recorder;
        Handle handle = handle(r, file);
        if (handle != null) {
            write(r, handle, file, position, new Data.OfMemory(natives, address), length, Attempt.Result.COUNT);
        }
    }

    public static void writev(FileDescriptor file, long list, int count) {
        Recorder r = recorder;
        Handle handle = handle(r, file);
        if (handle != null) {
            Data.OfPieces pieces = new Data.OfPieces(natives, list, count);
            write(r, handle, file, -1, pieces, pieces.length(), Attempt.Result.COUNT);
        }
    }

    public static void truncate(FileDescriptor file, long size) {
        truncate(file, size, Attempt.Result.STATUS);
    }

    private static void truncate(FileDescriptor file, long size, Attempt.Result result) {
        Recorder r = recorder;
        Handle handle = handle(r, file);
        if (handle != null) {
            Attempt attempt = new Attempt(LogFormat.TRUNCATE, Fault.IO, result);
            attempt.handle = handle;
            attempt.file = file;
            attempt.offset = size;
            r.begin(attempt);
        }
    }

    public static void force(FileDescriptor file, boolean metadata) {
        force(file, Fault.IO, Attempt.Result.STATUS);
    }

    private static void force(FileDescriptor file, Fault fault, Attempt.Result result) {
        Recorder r = recorder;
        if (r == null || r.isNested()) {
            return;
        }
        Attempt attempt = new Attempt(LogFormat.FORCE, fault, result);
        attempt.handle = r.of(file);
        attempt.file = file;
        if (attempt.handle == null) {
            // Of a directory, or of a file that is open for reading.
            attempt.path = r.below.nameOfOpen(natives.number(file));
        }
        if (attempt.handle != null || attempt.path != null) {
            r.begin(attempt);
        }
    }

    /** On JDK 17 a method of the channel. */
    public static void transferFromChannel(
            FileDescriptor source, long position, int count, WritableByteChannel target, FileDescriptor file) {
        transferTo(source, position, count, file, false);
    }

    public static void transferTo(
            FileDescriptor source, long position, long count, FileDescriptor file, boolean append) {
        transfer(source, position, count, file, -1);
    }

    public static void transferFrom(
            FileDescriptor source, FileDescriptor file, long position, long count, boolean append) {
        transfer(source, -1, count, file, position);
    }

    private static void transfer(FileDescriptor source, long from, long count, FileDescriptor file, long position) {
        Recorder r = recorder;
        Handle handle = handle(r, file);
        if (handle != null) {
            try {
                long begin = from < 0 ? natives.position(source) : from;
                Data data = new Data.OfFile(Data.ofNumber(natives.number(source)), begin);
                write(r, handle, file, position, data, count, Attempt.Result.COUNT);
            } catch (IOException e) {
                // Another thread has closed the source, which the JDK will find out, too.
                return;
            }
        }
    }

    // Copies by the operating system

    public static void copy(int target, int source, long poll) {
        copy(target, source, Attempt.Result.STATUS, false);
    }

    public static void copyWithBuffer(int target, int source, long buffer, int size, long poll) {
        copy(target, source, Attempt.Result.NONE, false);
    }

    /** On JDK 17 a native method, whose failure is seen when the JDK closes the file. */
    public static void copyNatively(int target, int source, long poll) {
        copy(target, source, Attempt.Result.NONE, true);
    }

    private static void copy(int target, int source, Attempt.Result result, boolean openEnded) {
        Recorder r = recorder;
        Handle handle = r == null || r.isNested() ? null : r.of(target);
        if (handle != null) {
            Attempt attempt = new Attempt(LogFormat.WRITE, Fault.PATH, result);
            attempt.handle = handle;
            attempt.openEnded = openEnded;
            String path = Data.ofNumber(source);
            try {
                attempt.length = Files.size(Path.of(path));
            } catch (IOException e) {
                // It is open, so that this cannot be; and an empty copy would be a lie.
                r.unknown("the source of ".concat(handle.path).concat(" has no length"));
                return;
            }
            attempt.data = new Data.OfFile(path, 0);
            r.begin(attempt);
        }
    }

    // Mapped memory

    public static void mapped(
            FileDescriptor file, int protection, long position, long size, boolean sync, long address) {
        Recorder r = recorder;
        if (r != null) {
            // 1 is for writing that others see, in all JDKs.
            Handle handle = protection == 1 ? r.of(file) : null;
            r.mappings.mapped(handle, address, size, position);
            if (handle != null) {
                r.mapped(handle, position, size);
            }
        }
    }

    public static void forceMapped(FileDescriptor none, long address, boolean sync, long index, long length) {
        Recorder r = recorder;
        Mappings.Mapping mapping = r == null || r.isNested() ? null : r.mappings.writtenAt(address + index);
        if (mapping != null) {
            Attempt attempt = new Attempt(LogFormat.MAP_FORCE, Fault.UNCHECKED, Attempt.Result.NONE);
            attempt.handle = mapping.handle();
            attempt.offset = mapping.offset() + address + index - mapping.address();
            attempt.length = length;
            attempt.data = new Data.OfMemory(natives, address + index);
            r.begin(attempt);
        }
    }
}
