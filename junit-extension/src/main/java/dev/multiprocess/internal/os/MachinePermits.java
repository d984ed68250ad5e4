package dev.multiprocess.internal.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Permits for the live children of all test JVMs of one user on this machine: a directory with a file for each, locked
 * by the test JVM whose child has it. The operating system releases the locks of a JVM that dies.
 *
 * <p>Any thread; one object for each directory and JVM, since a JVM must not lock a file twice.
 */
public final class MachinePermits {

    private static final Map<Path, MachinePermits> BY_DIRECTORY = new ConcurrentHashMap<>();

    private static final System.Logger LOG = System.getLogger(MachinePermits.class.getName());

    private final Path directory;
    private final Set<Integer> ours = new HashSet<>();
    private boolean unusable;

    /** Those shared by all JVMs with this user and this temporary directory. */
    public static MachinePermits ofThisMachine() {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "multiprocess-places-" + User.id())
                .toAbsolutePath();
        return BY_DIRECTORY.computeIfAbsent(shared, MachinePermits::new);
    }

    public MachinePermits(Path directory) {
        this.directory = directory;
    }

    /** A permit that a child has until it is given back; once. */
    public final class Permit {

        private final int number;
        private final FileChannel file;

        private Permit(int number, FileChannel file) {
            this.number = number;
            this.file = file;
        }

        public void giveBack() {
            synchronized (MachinePermits.this) {
                if (ours.remove(number)) {
                    close(file);
                }
            }
        }
    }

    /**
     * Takes permits, all that are wanted or none.
     *
     * @param wanted how many
     * @param most how many there are on this machine
     * @return empty if there are too few at the moment
     */
    public synchronized Optional<List<Permit>> take(int wanted, int most) {
        List<Permit> taken = new ArrayList<>();
        claim();
        for (int number = 0; number < most && taken.size() < wanted && !unusable; number++) {
            if (!ours.contains(number)) {
                take(number).ifPresent(taken::add);
            }
        }
        if (taken.size() < wanted && !unusable) {
            taken.forEach(Permit::giveBack);
            return Optional.empty();
        }
        return Optional.of(taken);
    }

    /** Each time: the directory may have been removed, as what is old below the temporary directory is. */
    private void claim() {
        try {
            if (!unusable) {
                OwnDirectory.claim(directory, List.of());
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /** A machine where this does not work is better off without a limit than without tests. */
    private void giveUp(IOException reason) {
        unusable = true;
        LOG.log(Level.WARNING, "children are not counted, as {0} cannot be used: {1}", directory, reason);
    }

    private Optional<Permit> take(int number) {
        FileChannel file = null;
        try {
            file = FileChannel.open(
                    directory.resolve(Integer.toString(number)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            FileLock lock = file.tryLock();
            if (lock != null) {
                ours.add(number);
                return Optional.of(new Permit(number, file));
            }
        } catch (IOException e) {
            giveUp(e);
        }
        if (file != null) {
            close(file);
        }
        return Optional.empty();
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a place for a child cannot be given back: {0}", e.getMessage());
        }
    }
}
