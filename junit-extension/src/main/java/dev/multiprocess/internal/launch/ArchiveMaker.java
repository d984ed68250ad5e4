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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes class-data archives, each by four JVMs: one starts as a child does and lists what it has loaded, one packs that
 * into a base, one loads over this what else may be needed and leaves it as a second layer, and one tries both.
 *
 * <p>There are two layers because a child writes into the pages of the classes that it loads: those that every child loads
 * must lie close together, not among the others.
 */
final class ArchiveMaker implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ArchiveMaker.class.getName());
    private static final long LIMIT_SECONDS = 60;

    private final Path directory;
    private final Set<Process> making = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ArchiveMaker(Path directory) {
        this.directory = directory;
    }

    /** Makes the file whole and tried, or not at all; of several JVMs that want it, one makes it. */
    void make(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(key.beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Held until the channel is closed.
            channel.lock();
            if (!key.isMade()) {
                key.packLibrary();
                makeBase(key, spec);
                makeTop(key, spec);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another run of this JVM is making it", e);
        }
    }

    /** A base without a second layer is not used, so that it may be made under its own name, which the second layer holds. */
    private void makeBase(ArchiveKey key, JvmSpec spec) throws IOException, InterruptedException {
        Path list = key.beside(".list");
        run("list what a child loads", spec, training(key, ArchiveArguments.listing(list)));
        List<String> lines = new ArrayList<>(Files.readAllLines(list));
        lines.addAll(lambdaForms(spec.javaHome()));
        Files.write(list, lines);
        // Left of a making that ended early, or alone: layers of two makings do not fit each other.
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
        training.add(names.toString());
        run("load what else it may need", spec, training);
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

    private void run(String purpose, JvmSpec spec, List<String> arguments) throws IOException, InterruptedException {
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
            if (closed || !process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the JVM that was to " + purpose + " took more than " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the JVM that was to " + purpose + " ended with exit code " + process.exitValue()
                        + ": " + Files.readString(output).strip().replace('\n', ' '));
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

    boolean isClosed() {
        return closed;
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
