package dev.multiprocess.internal.wire;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The directory of one test JVM that only its user can enter: the socket, the secret; and the memory
 * of its queues.
 *
 * <p>Lives below the temporary directory, not below {@code target}, because the path of a socket may have about 100
 * bytes. Whoever is left last removes it: the test JVM when it ends, or a child that finds the test JVM gone.
 *
 * @param path the directory
 */
public record PrivateDirectory(Path path) {

    /** The longest path that Linux, macOS and Windows all take for a socket is 103 bytes. */
    private static final int LONGEST_SOCKET_PATH = 103;

    private static final String SOCKET = "hub";
    private static final String SECRET = "secret";
    private static final String QUEUES = "queues";

    /** Where Linux keeps files in memory; as open to all as the temporary directory. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /**
     * Makes the directory and the secret in it.
     *
     * @return readable by this user only
     * @throws IOException if it cannot be made, or its path is too long for a socket
     */
    public static PrivateDirectory create() throws IOException {
        Path path = Files.createTempDirectory(prefix(ProcessHandle.current().pid()), ownerOnly("rwx------"));
        PrivateDirectory directory = new PrivateDirectory(path);
        try {
            directory.furnish();
            return directory;
        } catch (Throwable e) {
            // Errors included: without descriptors a class may not be found.
            directory.discard(e);
            throw e;
        }
    }

    private void furnish() throws IOException {
        int length = socket().toString().getBytes().length;
        if (length > LONGEST_SOCKET_PATH) {
            throw new IOException("the path of a socket must not be longer than " + LONGEST_SOCKET_PATH + " bytes: "
                    + socket() + " has " + length + "; set java.io.tmpdir to a shorter one");
        }
        byte[] secret = new byte[Greeting.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createFile(secretFile(), ownerOnly("rw-------"));
        Files.write(secretFile(), secret);
        Files.createDirectory(path.resolve(QUEUES), ownerOnly("rwx------"));
        if (Files.isWritable(SHARED_MEMORY)) {
            createInSharedMemory();
        }
    }

    /**
     * Removes a directory in which nobody has been let in yet: other than {@link #delete}, without a look into it, for which
     * there may be no descriptor.
     *
     * @param reason is going to be thrown; gets what cannot be removed as suppressed
     */
    public void discard(Throwable reason) {
        for (Path made : List.of(socket(), secretFile(), path.resolve(QUEUES), inSharedMemory(), path)) {
            try {
                Files.deleteIfExists(made);
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /**
     * Makes a directory inside this one, with room for queues of a child's own, and with no socket. It goes with this one.
     *
     * @param child its number
     * @return as empty as a directory of a test JVM
     * @throws IOException if it cannot be made
     */
    public PrivateDirectory inner(int child) throws IOException {
        PrivateDirectory inner = new PrivateDirectory(path.resolve(path.getFileName() + "-" + child));
        Files.createDirectories(inner.path.resolve(QUEUES));
        return inner;
    }

    /**
     * Finds the directories of a test JVM, from outside it.
     *
     * @param pid of the test JVM
     * @return those below this JVM's temporary directory
     * @throws IOException if that cannot be read
     */
    public static List<PrivateDirectory> of(long pid) throws IOException {
        List<PrivateDirectory> found = new ArrayList<>();
        Path below = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(below, prefix(pid) + "*")) {
            directories.forEach(path -> found.add(new PrivateDirectory(path)));
        }
        return found;
    }

    private static String prefix(long pid) {
        return "mpj-" + pid + "-";
    }

    /**
     * Tells whether the test JVM that has made it is gone, and waits for that a little.
     *
     * @param limit the longest wait
     * @return false if it is still there, or ended but was never asked for by its parent
     */
    public boolean isOrphanedWithin(Duration limit) {
        long pid = Long.parseLong(path.getFileName().toString().split("-")[1]);
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

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        // Elsewhere the temporary directory is the user's own and its access rights are inherited.
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Tells where the test JVM listens.
     *
     * @return a socket file, present while it does
     */
    public Path socket() {
        return path.resolve(SOCKET);
    }

    /**
     * Tells where a child that is started finds its job.
     *
     * @param child its number
     * @return a file, present until it has begun
     */
    public Path jobFile(int child) {
        // Not by +, whose first use takes a new JVM milliseconds; the same below.
        return path.resolve("job-".concat(Integer.toString(child)));
    }

    /**
     * Tells where two FIFOs are, once somebody has made them.
     *
     * @param name of both
     * @return that for what the test JVM says, and that for what a child says
     */
    public List<Path> fifos(String name) {
        return List.of(path.resolve(name.concat("-down")), path.resolve(name.concat("-up")));
    }

    /**
     * Tells where queues can have their memory: in the shared memory of the operating system where it has that, or here.
     *
     * @return folders that only this user can enter, the fastest first
     */
    public List<Path> queueFolders() {
        return Stream.of(inSharedMemory(), path.resolve(QUEUES))
                .filter(Files::isDirectory)
                .toList();
    }

    private void createInSharedMemory() {
        try {
            Files.createDirectory(inSharedMemory(), ownerOnly("rwx------"));
        } catch (IOException e) {
            System.getLogger(PrivateDirectory.class.getName())
                    .log(Level.INFO, "queues have their memory on disk: {0}", e.toString());
        }
    }

    private Path inSharedMemory() {
        return SHARED_MEMORY.resolve(path.getFileName());
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
     * Reads a file of such a directory, in a JVM that has just been started: not by a channel, whose classes it does not
     * have yet.
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
     * Removes the directory and what is in it; several processes may do so at once.
     *
     * @throws IOException if something is left
     */
    public void delete() throws IOException {
        deleteFolder(inSharedMemory());
        deleteFolder(path);
    }

    /**
     * Removes a folder and what is in it; several processes may do so at once.
     *
     * @param folder may be gone already
     * @throws IOException if something is left
     */
    public static void deleteFolder(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    deleteFolder(file);
                } else {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // There was none, or another process of the same test was faster.
        }
    }
}
