package dev.multiprocess.internal.archive;

import dev.multiprocess.internal.child.Training;
import dev.multiprocess.internal.jvm.ArgumentFile;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.JvmStart;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes class-data archives, each by four JVMs: one starts as a child does and lists what it has loaded, one packs that
 * into a base, one loads on top of this what else may be needed and leaves it as a second layer, and one tries both.
 *
 * <p>There are two layers because a child writes into the pages of the classes that it loads: those that every child
 * loads must be close together, not among the others.
 */
public final class ArchiveMaker implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ArchiveMaker.class.getName());
    private static final long LIMIT_SECONDS = 60;

    /** What the registry calls such a JVM. */
    public static final String NAME = "class-data-archive";

    private final ArchiveHost host;
    private final Path directory;
    private final Set<Process> making = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ArchiveMaker(ArchiveHost host, Path directory) {
        this.host = host;
        this.directory = directory;
    }

    /** Makes the file whole and tried, or not at all; of several JVMs that want it, one makes it. */
    void make(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        OwnDirectory.makeBelow(directory);
        try (FileChannel channel = FileChannel.open(
                key.beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            // Held until the channel is closed.
            channel.lock();
            if (!key.isMade()) {
                host.endAbandonedMakers();
                key.packLibrary();
                makeBase(key, spec);
                makeTop(key, spec);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another run of this JVM is making it", e);
        }
    }

    /**
     * A base without a second layer is not used, so that it may be made under its own name, which the second layer
     * holds.
     */
    private void makeBase(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        Path list = key.beside(".list");
        train("list what a child loads", spec, training(key, ArchiveArguments.listing(list)));
        List<String> lines = new ArrayList<>(Files.readAllLines(list));
        lines.addAll(lambdaForms(spec.javaHome()));
        Files.write(list, lines);
        // Left by a run that ended early, or one layer alone: layers of two runs do not fit together.
        Files.deleteIfExists(key.file());
        Files.deleteIfExists(key.base());
        List<String> packing = ArchiveArguments.brief(key.arguments());
        packing.addAll(ArchiveArguments.packing(list, key.base()));
        packing.addAll(List.of("-cp", key.classPath()));
        run("pack what a child loads", spec, packing);
    }

    /** What the JDK's own archive has for lambdas and joined texts of the usual shapes. */
    private static List<String> lambdaForms(Path javaHome) throws IOException {
        Path ofJdk = javaHome.resolve("lib").resolve("classlist");
        if (!Files.exists(ofJdk)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(ofJdk)) {
            return lines.filter(line -> line.startsWith("@lambda-form-invoker")).toList();
        }
    }

    private void makeTop(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        Path names = key.beside(".classes");
        Path unfinished = key.beside(".tmp");
        Set<String> classes = new TreeSet<>(LoadedClasses.names());
        classes.addAll(key.ownClasses());
        Files.write(names, classes);
        Files.deleteIfExists(unfinished);
        List<String> training = training(key, ArchiveArguments.layering(key.base(), unfinished));
        train("load what else it may need", spec, training, names.toString());
        JvmSpec fitted = key.fitted(spec);
        List<String> trial = new ArrayList<>(spec.arguments());
        trial.addAll(ArchiveArguments.strict(unfinished));
        trial.addAll(List.of("-cp", String.join(File.pathSeparator, fitted.classPath()), "-version"));
        run("try the archive", fitted, trial);
        Files.move(unfinished, key.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> training(ArchiveKey key, List<String> purpose) {
        List<String> training = ArchiveArguments.brief(key.arguments());
        training.addAll(purpose);
        training.addAll(List.of("-Dkryo.unsafe=false", "-cp", key.classPath(), Training.class.getName()));
        return training;
    }

    /** Runs a JVM that warms up, in a directory that is there until it has ended. */
    private void train(String purpose, JvmSpec spec, List<String> training, String... words)
            throws IOException, InterruptedException {
        PrivateDirectory own = innerDirectory();
        try {
            training.add(own.path().toString());
            training.addAll(List.of(words));
            run(purpose, spec, training);
        } finally {
            own.delete();
        }
    }

    /** None is made while the one that contains it is being removed. */
    private synchronized PrivateDirectory innerDirectory() throws IOException {
        if (closed) {
            throw new IOException("the run has ended");
        }
        return host.innerDirectory();
    }

    private synchronized void setClosed() {
        closed = true;
    }

    private void run(String purpose, JvmSpec spec, List<String> arguments) throws IOException, InterruptedException {
        // Ends with this JVM, even if that is killed.
        PrivateDirectory files = innerDirectory();
        try {
            run(purpose, spec, arguments, files.path());
        } finally {
            files.delete();
        }
    }

    private void run(String purpose, JvmSpec spec, List<String> arguments, Path files)
            throws IOException, InterruptedException {
        Path output = files.resolve("output");
        Path argumentFile = files.resolve("args");
        ArgumentFile.write(argumentFile, arguments);
        ProcessBuilder builder = new ProcessBuilder(spec.javaExecutable().toString(), "@" + argumentFile)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        JvmStart.dropArgumentVariables(builder.environment());
        builder.environment().putAll(host.environment());
        Process process = builder.start();
        making.add(process);
        Optional<ProcessIdentity> identity = host.registerMaker(process);
        try {
            if (closed || !process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the JVM that was to " + purpose + " took more than " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the JVM that was to " + purpose + " ended with exit code " + process.exitValue()
                        + ": " + Files.readString(output).strip().replace('\n', ' '));
            }
        } finally {
            // Not earlier: a JVM that watches it knows by it that this one is alive.
            process.getOutputStream().close();
            end(process);
            making.remove(process);
            identity.ifPresent(host::unregisterMaker);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    Stream<ProcessHandle> processes() {
        return making.stream().map(Process::toHandle);
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends what is being made; what is left of it is remade next time. */
    @Override
    public void close() {
        setClosed();
        // All of them at first, as the wait for one may be interrupted.
        making.forEach(Process::destroyForcibly);
        for (Process process : making) {
            try {
                end(process);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
