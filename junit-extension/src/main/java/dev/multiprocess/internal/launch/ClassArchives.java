package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.child.Training;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Class-data archives for children: what a JVM has read, parsed and verified once, ready to be mapped by others.
 *
 * <p>One for each JDK, version of this library, set of flags that matter and number of directories in front of a class path,
 * kept in a directory of the build and made in the background when the first child could have used it. It has the JDK's classes that this JVM has loaded, those of
 * this library and those of Kryo. The jars of those two stand in front of a child's class path for it; of what follows,
 * nothing can be archived, as a class path may hold directories, which no archive covers.
 */
final class ClassArchives implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ClassArchives.class.getName());
    private static final long MAKING_LIMIT_SECONDS = 60;

    private final Path directory;
    private final Executor background;

    /** Nothing that a key is made of changes while tests run. */
    private final Map<JvmSpec, ArchiveKey> keys = new ConcurrentHashMap<>();

    /** By the archive's file. */
    private final Map<Path, State> states = new ConcurrentHashMap<>();

    private final Set<Process> making = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private enum State {
        MAKING,
        MADE,
        UNFIT
    }

    ClassArchives(Path directory, Executor background) {
        this.directory = directory;
        this.background = background;
    }

    /**
     * How a child is to use an archive.
     *
     * @param spec what it must be started with then
     * @param arguments JVM arguments, none if there is no archive to use
     * @param how in words
     */
    record Use(JvmSpec spec, List<String> arguments, String how) {}

    /** Finds the archive for a child; the first who asks has it made, and goes without. */
    Use forChild(JvmSpec spec) {
        if (ArchiveKey.isAgainst(spec.arguments())) {
            return without(spec, "without a class-data archive, as its JVM arguments rule one out");
        }
        ArchiveKey key = keys.computeIfAbsent(spec, unknown -> ArchiveKey.of(unknown, directory));
        State state = states.computeIfAbsent(key.file(), absent -> begin(key, spec));
        return switch (state) {
            case MAKING -> without(spec, "without a class-data archive, which is being made");
            case UNFIT -> without(spec, "without a class-data archive, as none could be made");
            case MADE -> {
                List<String> arguments = new ArrayList<>(ArchiveArguments.silent());
                arguments.addAll(ArchiveArguments.using(key.file()));
                yield new Use(key.fitted(spec), arguments, "over the class-data archive " + key.file());
            }
        };
    }

    private static Use without(JvmSpec spec, String how) {
        return new Use(spec, List.of(), how);
    }

    private State begin(ArchiveKey key, JvmSpec spec) {
        if (Files.exists(key.file())) {
            return State.MADE;
        }
        background.execute(() -> {
            try {
                make(key, spec);
                states.put(key.file(), State.MADE);
            } catch (IOException | RuntimeException e) {
                states.put(key.file(), State.UNFIT);
                if (!closed) {
                    LOG.log(Level.INFO, "children start without a class-data archive: {0}", e.getMessage());
                }
            } catch (InterruptedException e) {
                // The run is ending.
                states.put(key.file(), State.UNFIT);
            }
        });
        return State.MAKING;
    }

    /** Makes the file whole and tried, or not at all; of several JVMs that want it, one makes it. */
    private void make(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(key.beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Held until the channel is closed.
            channel.lock();
            if (!Files.exists(key.file())) {
                train(key, spec);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another run of this JVM is making it", e);
        }
    }

    private void train(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        JvmSpec fitted = key.fitted(spec);
        key.packLibrary();
        Path names = key.beside(".classes");
        Path unfinished = key.beside(".tmp");
        Set<String> classes = new TreeSet<>(LoadedClasses.names());
        classes.addAll(key.ownClasses());
        Files.write(names, classes);
        Files.deleteIfExists(unfinished);
        List<String> training = new ArrayList<>(key.arguments());
        training.addAll(ArchiveArguments.silent());
        training.addAll(ArchiveArguments.making(unfinished));
        training.addAll(
                List.of("-Dkryo.unsafe=false", "-cp", key.classPath(), Training.class.getName(), names.toString()));
        run(fitted, training);
        List<String> trial = new ArrayList<>(spec.arguments());
        trial.addAll(ArchiveArguments.strict(unfinished));
        trial.addAll(List.of("-cp", String.join(File.pathSeparator, fitted.classPath()), "-version"));
        run(fitted, trial);
        Files.move(unfinished, key.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(JvmSpec spec, List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "making", ".txt");
        Path argumentFile = Files.createTempFile(directory, "making", ".args");
        ArgumentFile.write(argumentFile, arguments);
        ProcessBuilder builder = new ProcessBuilder(spec.javaExecutable().toString(), "@" + argumentFile)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        JvmStart.dropArgumentVariables(builder.environment());
        Process process = builder.start();
        making.add(process);
        try {
            process.getOutputStream().close();
            if (closed || !process.waitFor(MAKING_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("making it took more than " + MAKING_LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("java ended with exit code " + process.exitValue() + ": "
                        + Files.readString(output).strip().replace('\n', ' '));
            }
        } finally {
            end(process);
            making.remove(process);
            Files.deleteIfExists(output);
            Files.deleteIfExists(argumentFile);
        }
    }

    /** Ends a JVM, and removes the directory of the queue that it may have rehearsed with. */
    private static void end(Process process) throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        for (PrivateDirectory left : PrivateDirectory.of(process.pid())) {
            left.delete();
        }
    }

    /** Ends what is being made; what is left of it is made anew next time. */
    @Override
    public void close() {
        closed = true;
        // All of them at first, as the wait for one may be interrupted.
        making.forEach(Process::destroyForcibly);
        for (Process process : making) {
            try {
                end(process);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a JVM that made a class-data archive has left files: {0}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
