package dev.multiprocess.internal.recorder;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records the operations below one directory. A thread holds the lock from right before an operation until that is in the
 * log, so that the order of the log is the order of the effects. What a thread does meanwhile, in the JDK's own methods
 * or in a hook, is part of that operation and not recorded again.
 */
public final class Recorder {

    /** The exit code of a JVM that could not write its log, and would continue without being recorded. */
    public static final int LOG_FAILED = 97;

    private static final int SIGKILL = 9;

    final Natives natives;
    final Below below;
    private final LogWriter log;
    private final ReentrantLock lock = new ReentrantLock();

    /** Files that are open, by the object that stands for them in the JDK. Guarded by itself. */
    private final Map<FileDescriptor, Handle> byDescriptor = new WeakHashMap<>();

    /** Files that the JDK has opened and not made an object for. Guarded by {@link #lock}. */
    private final Map<Integer, Handle> byNumber = new HashMap<>();

    final Mappings mappings = new Mappings();

    private volatile FileHook hook;
    private Attempt current;
    private int depth;

    /** Whether whatever this thread does next shows that the operation has failed. */
    private boolean openEnded;

    private long attempts;
    private int handles;

    Recorder(Natives natives, Path directory, String log) throws IOException {
        this.natives = natives;
        this.below = new Below(directory);
        this.log = new LogWriter(log);
    }

    /**
     * Begins to record in this JVM; the log becomes a new file.
     *
     * @param directory below which operations are recorded
     * @param log elsewhere
     * @throws IOException if there is no such directory, or the log cannot be written
     */
    public static void start(Path directory, Path log) throws IOException {
        Woven.start(directory, log.toString());
    }

    /**
     * Returns whether this JVM is recorded.
     *
     * @return false in one without the agent
     */
    public static boolean isOn() {
        return Woven.recorder != null;
    }

    /**
     * Sets who is asked before each operation from now on.
     *
     * @param hook instead of the one before; null: none
     */
    public static void hook(FileHook hook) {
        running().hook = hook;
    }

    /**
     * Leaves bytes in the recording, after all operations that have returned.
     *
     * @param bytes of any meaning
     */
    public static void note(byte[] bytes) {
        Recorder recorder = running();
        recorder.lock.lock();
        try {
            recorder.log.begin(
                    LogFormat.NOTE, recorder.attempts, Thread.currentThread().getName(), "");
            recorder.log.end(new Data.OfArray(bytes, 0), bytes.length);
        } catch (IOException e) {
            throw recorder.halt(e);
        } finally {
            recorder.lock.unlock();
        }
    }

    /**
     * Kills this process by SIGKILL, wherever its threads are. The JDK's public ways refuse to do that to oneself.
     *
     * @throws ReflectiveOperationException if the JDK has no such method
     */
    public static void killThisProcess() throws ReflectiveOperationException {
        Method raise = Class.forName("jdk.internal.misc.Signal").getDeclaredMethod("raise0", int.class);
        running().natives.open(raise);
        raise.invoke(null, SIGKILL);
    }

    private static Recorder running() {
        Recorder recorder = Woven.recorder;
        if (recorder == null) {
            throw new IllegalStateException("this JVM was started without the agent that records file operations");
        }
        return recorder;
    }

    /** Whether this thread is inside a recorded operation, to which whatever it begins now belongs. */
    boolean isNested() {
        if (!lock.isHeldByCurrentThread()) {
            return false;
        }
        if (endOpenEnded()) {
            return false;
        }
        depth++;
        return true;
    }

    /** The JDK continues after an operation whose end is not seen: so that has failed. */
    boolean endOpenEnded() {
        if (!lock.isHeldByCurrentThread() || !openEnded) {
            return false;
        }
        openEnded = false;
        over(isPartWritten(current));
        return true;
    }

    Handle of(FileDescriptor file) {
        synchronized (byDescriptor) {
            return byDescriptor.get(file);
        }
    }

    Handle of(int number) {
        lock.lock();
        try {
            return byNumber.get(number);
        } finally {
            lock.unlock();
        }
    }

    /** The JDK has made an object for a file that it has just opened. */
    void bind(FileDescriptor file) {
        Handle handle = forget(natives.number(file));
        if (handle != null) {
            put(file, handle);
        }
    }

    Handle forget(int number) {
        lock.lock();
        try {
            return byNumber.remove(number);
        } finally {
            lock.unlock();
        }
    }

    private void put(FileDescriptor file, Handle handle) {
        synchronized (byDescriptor) {
            byDescriptor.put(file, handle);
        }
    }

    /** Right before an operation: takes the lock, and asks the hook. */
    void begin(Attempt attempt) {
        lock.lock();
        depth = 0;
        current = attempt;
        boolean happens = false;
        try {
            attempt.number = ++attempts;
            attempt.thread = Thread.currentThread().getName();
            attempt.frame = Frames.firstOfUser();
            if (attempt.handle != null && attempt.kind == LogFormat.WRITE && attempt.offset < 0) {
                attempt.offset = placeOfNextWrite(attempt);
            }
            FileHook asked = hook;
            int errno = asked == null ? 0 : asked.before(attempt);
            if (errno != 0 && attempt.fault != Fault.RESULT) {
                throw Recorder.<RuntimeException>unchecked(
                        attempt.fault.exception(errno, below.absolute(attempt.path()), natives));
            }
            openEnded = attempt.openEnded;
            happens = true;
        } finally {
            if (!happens) {
                over(false);
            }
        }
    }

    /** What the JDK's method declares, or the hook has thrown. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    /** Where a write begins that does not say it; the system appends even those that do. */
    private long placeOfNextWrite(Attempt attempt) {
        try {
            return attempt.handle.append ? natives.size(attempt.file) : natives.position(attempt.file);
        } catch (IOException e) {
            // Closed by another thread; the JDK's own method will say so.
            return 0;
        }
    }

    /** The operation has returned. */
    void end(long result) {
        if (!isOwn()) {
            return;
        }
        Attempt attempt = current;
        boolean done = attempt.result.isSuccess(result);
        if (attempt.result == Attempt.Result.COUNT) {
            if (attempt.kind == LogFormat.OPEN) {
                attempt.offset = result;
            } else {
                attempt.length = result;
            }
        }
        if (done && attempt.kind == LogFormat.WRITE) {
            // Copying nothing is no operation; and of some sources the length is not known before.
            done = attempt.file == null ? isPartWritten(attempt) : attempt.length > 0;
        }
        over(done);
    }

    /** The operation has thrown; a stream may have written a part before. */
    void failed() {
        if (!isOwn()) {
            return;
        }
        Attempt attempt = current;
        over(isPartWritten(attempt));
    }

    private boolean isPartWritten(Attempt attempt) {
        if (attempt.kind != LogFormat.WRITE || attempt.result == Attempt.Result.COUNT) {
            return false;
        }
        try {
            attempt.length = attempt.file == null
                    ? Files.size(Path.of(Data.ofNumber(attempt.handle.number)))
                    : natives.position(attempt.file) - attempt.offset;
            return attempt.length > 0;
        } catch (IOException e) {
            // Closed by another thread: that is why it has failed, before it wrote anything.
            return false;
        }
    }

    private boolean isOwn() {
        if (!lock.isHeldByCurrentThread()) {
            return false;
        }
        if (depth > 0) {
            depth--;
            return false;
        }
        return current != null;
    }

    private void over(boolean done) {
        Attempt attempt = current;
        openEnded = false;
        try {
            if (done) {
                write(attempt);
            } else {
                log.begin(LogFormat.FAILED, attempt.number, attempt.thread, attempt.frame);
                log.number(attempt.kind);
                log.text(attempt.path());
                log.end();
            }
            FileHook told = hook;
            if (told != null) {
                // Its own file operations belong to this one.
                depth = 1;
                told.after(attempt, done);
            }
        } catch (IOException e) {
            throw halt(e);
        } finally {
            depth = 0;
            current = null;
            lock.unlock();
        }
    }

    private void write(Attempt attempt) throws IOException {
        if (attempt.kind == LogFormat.OPEN) {
            opened(attempt);
        }
        log.begin(attempt.kind, attempt.number, attempt.thread, attempt.frame);
        switch (attempt.kind) {
            case LogFormat.OPEN -> {
                log.number(attempt.handle == null ? 0 : attempt.handle.id);
                log.text(attempt.path);
                log.number(attempt.flags);
                log.end();
            }
            case LogFormat.WRITE, LogFormat.MAP_FORCE -> {
                log.number(attempt.handle.id);
                log.word(attempt.offset);
                log.end(written(attempt), attempt.length);
            }
            case LogFormat.TRUNCATE -> {
                log.number(attempt.handle.id);
                log.word(attempt.offset);
                log.end();
            }
            case LogFormat.FORCE -> {
                log.number(attempt.handle == null ? 0 : attempt.handle.id);
                log.text(attempt.path());
                log.end();
            }
            case LogFormat.MOVE_IN -> {
                log.text(attempt.path);
                log.end(attempt.data, attempt.length);
            }
            default -> {
                log.text(attempt.path);
                if (attempt.other != null) {
                    log.text(attempt.other);
                }
                log.end();
            }
        }
        if (attempt.kind == LogFormat.RENAME) {
            renamed(attempt.path, attempt.other);
        }
    }

    /** What only the system has copied is read from where it is now, if the copy may have changed the source. */
    private Data written(Attempt attempt) {
        return attempt.kind == LogFormat.WRITE && attempt.data.isChangedByWrite(mappings)
                ? new Data.OfFile(Data.ofNumber(attempt.handle.number), attempt.offset)
                : attempt.data;
    }

    private void opened(Attempt attempt) {
        if (attempt.file == null && attempt.result != Attempt.Result.COUNT) {
            // It is closed again.
            return;
        }
        int number = attempt.file != null ? natives.number(attempt.file) : (int) attempt.offset;
        Handle handle = new Handle(++handles, number, attempt.path, attempt.flags);
        attempt.handle = handle;
        if (attempt.file != null) {
            put(attempt.file, handle);
        } else {
            byNumber.put(number, handle);
        }
    }

    private void renamed(String from, String to) {
        for (Handle handle : byNumber.values()) {
            handle.renamed(from, to);
        }
        synchronized (byDescriptor) {
            for (Handle handle : byDescriptor.values()) {
                handle.renamed(from, to);
            }
        }
    }

    /** A file below the directory is now mapped for writing: what is written there is not seen. */
    void mapped(Handle handle, long offset, long size) {
        lock.lock();
        try {
            log.begin(LogFormat.MAP, attempts, Thread.currentThread().getName(), Frames.firstOfUser());
            log.number(handle.id);
            log.word(offset);
            log.word(size);
            log.end();
        } catch (IOException e) {
            throw halt(e);
        } finally {
            lock.unlock();
        }
    }

    /** Something has happened that this recorder cannot describe. */
    void unknown(String text) {
        lock.lock();
        try {
            log.begin(LogFormat.UNKNOWN, attempts, Thread.currentThread().getName(), Frames.firstOfUser());
            log.text(text);
            log.end();
        } catch (IOException e) {
            throw halt(e);
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException halt(IOException failure) {
        System.err.println("the recording of file operations cannot be written: ".concat(failure.toString()));
        Runtime.getRuntime().halt(LOG_FAILED);
        return new IllegalStateException(failure);
    }
}
