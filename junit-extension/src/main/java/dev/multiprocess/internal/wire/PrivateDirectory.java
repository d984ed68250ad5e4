package dev.multiprocess.internal.wire;

import dev.multiprocess.internal.os.Maker;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.os.OwnTree;
import dev.multiprocess.internal.os.ProcessStat;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The directory of one test JVM that only its user can enter: the socket, the secret; and, in a second directory that
 * it names, the memory of its queues.
 *
 * <p>Lives below the temporary directory, not below {@code target}, because the path of a socket may have about 100
 * bytes. The last to use them removes both: the test JVM when it ends, or a child that finds the test JVM gone, or
 * {@link #deleteAbandoned}.
 */
public final class PrivateDirectory {

    /** The longest path that Linux, macOS and Windows all take for a socket is 103 bytes. */
    private static final int LONGEST_SOCKET_PATH = 103;

    private static final String PREFIX = "mpj-";
    private static final String SOCKET = "hub";
    private static final String SECRET = "secret";
    private static final String QUEUES = "queues";

    /** Holds the path of the directory in shared memory, whose name cannot be known in advance. */
    private static final String MEMORY = "memory";

    /** Where Linux keeps files in memory; as open to all users as the temporary directory. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final AtomicBoolean IS_SHARING_TOLD = new AtomicBoolean();

    private final Path path;

    /**
     * Where queues have their memory; null in the JVM that made it if that is on disk, and in others until they ask.
     */
    private Path memory;

    /**
     * Names a directory that is there.
     *
     * @param path absolute
     */
    public PrivateDirectory(Path path) {
        this.path = path;
    }

    /**
     * Returns where it is.
     *
     * @return absolute
     */
    public Path path() {
        return path;
    }

    /**
     * Makes the directory and the secret in it.
     *
     * @return readable by this user only
     * @throws IOException if it cannot be made, or its path is too long for a socket
     */
    public static PrivateDirectory create() throws IOException {
        Path parent = temporary();
        tellIfShared(parent);
        PrivateDirectory directory = new PrivateDirectory(OwnDirectory.make(parent, PREFIX));
        try {
            directory.furnish();
            if (Files.isWritable(SHARED_MEMORY)) {
                directory.createInSharedMemory();
            }
            return directory;
        } catch (Throwable e) {
            // Errors included: without descriptors a class may not be found.
            directory.discard(e);
            throw e;
        }
    }

    /** Absolute, since children may have another working directory. */
    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    /** A container often has a temporary directory that is not sticky, and one user. */
    private static void tellIfShared(Path parent) {
        try {
            OwnDirectory.requireKeeping(parent);
        } catch (IOException e) {
            if (!IS_SHARING_TOLD.getAndSet(true)) {
                log().log(
                                Level.WARNING,
                                "other users of this machine can replace what tests have in java.io.tmpdir: {0}",
                                e.getMessage());
            }
        }
    }

    /**
     * Puts the secret and room for queues on disk into a directory.
     *
     * @throws IOException if there is no room for them, or the path is too long for a socket
     */
    private void furnish() throws IOException {
        int length = socket().toString().getBytes().length;
        if (length > LONGEST_SOCKET_PATH) {
            throw new IOException("the path of a socket must not be longer than " + LONGEST_SOCKET_PATH + " bytes: "
                    + socket() + " has " + length + "; set java.io.tmpdir to a shorter one");
        }
        byte[] secret = new byte[Greeting.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        OwnFile.write(secretFile(), secret);
        OwnDirectory.makeInside(path.resolve(QUEUES));
    }

    private void createInSharedMemory() throws IOException {
        try {
            OwnDirectory.requireKeeping(SHARED_MEMORY);
            memory = OwnDirectory.make(SHARED_MEMORY, PREFIX);
        } catch (IOException e) {
            log().log(Level.INFO, "queues have their memory on disk: {0}", e.toString());
            return;
        }
        OwnFile.write(memoryFile(), memory.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Removes a directory before any caller was admitted: unlike {@link #delete}, without reading it, for which there
     * may be no descriptor.
     *
     * @param reason is about to be thrown; gets what cannot be removed as suppressed
     */
    public void discard(Throwable reason) {
        List<Path> all = new ArrayList<>(memory == null ? List.of() : OwnDirectory.parts(memory));
        all.addAll(List.of(socket(), secretFile(), memoryFile(), path.resolve(QUEUES)));
        all.addAll(OwnDirectory.parts(path));
        for (Path made : all) {
            try {
                Files.deleteIfExists(made);
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /**
     * Makes a directory inside this one, with a secret, and with room on disk for queues of a child's own. It is
     * removed with this one.
     *
     * @param child its number
     * @return as empty as a directory of a test JVM
     * @throws IOException if it cannot be made
     */
    public PrivateDirectory inner(int child) throws IOException {
        PrivateDirectory inner = new PrivateDirectory(path.resolve(prefix(testJvm()) + child));
        OwnDirectory.makeInside(inner.path);
        inner.furnish();
        return inner;
    }

    /**
     * Finds the directories of a test JVM, from outside it.
     *
     * @param pid of the test JVM
     * @return those below this JVM's temporary directory that are this user's and say that it has made them
     * @throws IOException if that cannot be read
     */
    public static List<PrivateDirectory> of(long pid) throws IOException {
        List<PrivateDirectory> found = new ArrayList<>();
        for (Path path : OwnTree.owned(temporary(), prefix(pid))) {
            if (Maker.of(path).filter(maker -> maker.pid() == pid).isPresent()) {
                found.add(new PrivateDirectory(path));
            }
        }
        return found;
    }

    /**
     * Removes what dead test JVMs of this user have left, including the memory of queues, which would stay until the
     * machine is restarted.
     *
     * @param problems receives a sentence about each thing that cannot be removed
     * @return what was removed
     */
    public static List<Path> deleteAbandoned(Consumer<String> problems) {
        List<Path> deleted = new ArrayList<>();
        for (Path parent : List.of(SHARED_MEMORY, temporary())) {
            deleted.addAll(OwnTree.deleteAbandoned(parent, PREFIX, problems));
        }
        return deleted;
    }

    private static String prefix(long pid) {
        return PREFIX + pid + "-";
    }

    private long testJvm() {
        return Long.parseLong(path.getFileName().toString().split("-")[1]);
    }

    /**
     * Returns whether the test JVM that has made it is gone or going, in a child whose connection to it has ended.
     *
     * @param limit the longest wait, where the operating system does not show that a process is going
     * @return false if it is still there
     */
    public boolean isAbandoned(Duration limit) {
        // Without a lambda: a child that dies for want of its test JVM has made none.
        Optional<ProcessStat> stat = ProcessStat.of(testJvm());
        return stat.isPresent() ? stat.get().isEnding() : isOrphanedWithin(limit);
    }

    /**
     * Returns whether the test JVM that has made it is gone, and waits a little for that.
     *
     * @param limit the longest wait
     * @return false if it is still there, or ended but was never asked for by its parent
     */
    public boolean isOrphanedWithin(Duration limit) {
        long pid = testJvm();
        try {
            Optional<ProcessHandle> testJvm = ProcessHandle.of(pid);
            if (testJvm.isPresent()) {
                testJvm.get().onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of pid " + pid + " cannot be waited for", e.getCause());
        }
    }

    /**
     * Returns where the test JVM listens.
     *
     * @return a socket file, present while it does
     */
    public Path socket() {
        return path.resolve(SOCKET);
    }

    /**
     * Returns where a newly started child finds its job.
     *
     * @param child its number
     * @return a file, present until it has begun
     */
    public Path jobFile(int child) {
        return path.resolve("job-".concat(Integer.toString(child)));
    }

    /**
     * Returns where two FIFOs are, once they have been made.
     *
     * @param name of both
     * @return that for what the test JVM says, and that for what a child says
     */
    public List<Path> fifos(String name) {
        return List.of(path.resolve(name.concat("-down")), path.resolve(name.concat("-up")));
    }

    /**
     * Returns where queues can have their memory: in the operating system's shared memory where it has that, or here.
     * In the JVM that made the directory.
     *
     * @return folders that only this user can enter, the fastest first
     */
    public List<Path> queueFolders() {
        Path onDisk = path.resolve(QUEUES);
        return memory == null ? List.of(onDisk) : List.of(memory, onDisk);
    }

    private Path memoryFile() {
        return path.resolve(MEMORY);
    }

    private Path secretFile() {
        return path.resolve(SECRET);
    }

    /**
     * Reads the secret that callers must know.
     *
     * @return {@value Greeting#SECRET_BYTES} bytes
     * @throws IOException if the directory is gone
     */
    public byte[] secret() throws IOException {
        return read(secretFile());
    }

    /**
     * Reads a file of such a directory, in a JVM that has just been started: not by a channel, whose classes it does
     * not have yet.
     *
     * @param file what to read
     * @return all of it
     * @throws IOException if it is not there
     */
    public static byte[] read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }

    /**
     * Removes the directory and what is in it, and the memory of queues; several processes may do so at once.
     *
     * @throws IOException if something is left
     */
    public void delete() throws IOException {
        try {
            if (memory == null && Files.exists(memoryFile())) {
                memory = Path.of(new String(read(memoryFile()), StandardCharsets.UTF_8));
            }
            if (memory != null) {
                OwnTree.delete(memory);
            }
        } catch (FileNotFoundException e) {
            if (Files.exists(memoryFile())) {
                throw e;
            }
            // Another process was faster.
        } finally {
            OwnTree.delete(path);
        }
    }

    /**
     * Removes a folder and what is in it; several processes may do so at once.
     *
     * @param folder may be gone already
     * @throws IOException if something is left
     */
    public static void deleteFolder(Path folder) throws IOException {
        OwnTree.delete(folder);
    }

    private static System.Logger log() {
        return System.getLogger(PrivateDirectory.class.getName());
    }
}
