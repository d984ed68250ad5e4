package dev.multiprocess.internal.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which directories below an output directory are in use by test JVMs of any build: each is a locked byte of one file.
 * The operating system frees them when their JVM ends, in whatever way.
 */
final class DirectoryLocks {

    private static final System.Logger LOG = System.getLogger(DirectoryLocks.class.getName());
    private static final String FILE = "in-use.lock";

    /** Never closed: closing one channel of a file frees all locks of this JVM in it. */
    private static final List<FileChannel> OPEN = new ArrayList<>();

    private static final Map<Path, DirectoryLocks> OF_THIS_JVM = new ConcurrentHashMap<>();

    private final Path root;
    private final FileChannel channel;
    private final Map<Long, FileLock> held = new HashMap<>();

    private DirectoryLocks(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Returns the locks of an output directory.
     *
     * @param outputDirectory exists
     * @throws IOException if their file cannot be made
     */
    static synchronized DirectoryLocks in(Path outputDirectory) throws IOException {
        DirectoryLocks locks = OF_THIS_JVM.get(outputDirectory);
        Path file = outputDirectory.resolve(FILE);
        // It is gone after a clean build beside this one; others would not see locks of a deleted file.
        if (locks == null || !Files.exists(file)) {
            FileChannel channel = new RandomAccessFile(file.toFile(), "rw").getChannel();
            OPEN.add(channel);
            locks = new DirectoryLocks(outputDirectory, channel);
            OF_THIS_JVM.put(outputDirectory, locks);
        }
        return locks;
    }

    /** Takes a directory until this JVM ends; false if another JVM has it. */
    synchronized boolean take(Path directory) {
        long place = place(directory);
        if (held.containsKey(place)) {
            return true;
        }
        try {
            FileLock lock = channel.tryLock(place, 1, false);
            if (lock == null) {
                return false;
            }
            held.put(place, lock);
            return true;
        } catch (OverlappingFileLockException e) {
            // Another copy of this class in this JVM, in another class loader, has it: it is still this JVM's.
            return true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "directories cannot be locked in this file system: {0}", e.toString());
            return true;
        }
    }

    /** Does something with a directory that no JVM uses; nothing if one does. */
    synchronized void whileFree(Path directory, Action action) throws IOException {
        long place = place(directory);
        if (held.containsKey(place) || !take(directory) || !held.containsKey(place)) {
            return;
        }
        try {
            action.run();
        } finally {
            held.remove(place).release();
        }
    }

    /** What is done with a directory. */
    @FunctionalInterface
    interface Action {

        void run() throws IOException;
    }

    /** A byte of its own for each directory; the file stays empty. */
    private long place(Path directory) {
        String name = root.relativize(directory).toString().toLowerCase(Locale.ROOT);
        return HexFormat.fromHexDigitsToLong(FileNames.digest(name)) >>> 2;
    }
}
