package dev.multiprocess.kit;

import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What test JVMs keep outside the build's folder: below the temporary directory, and in shared memory. */
public final class PrivateDirectories {

    private PrivateDirectories() {}

    /** Finds those of one test JVM that are there now. */
    public static List<Path> of(long pid) {
        List<Path> found = new ArrayList<>();
        for (Path place : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/shm"))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(file -> file.getFileName().toString().startsWith("mpj-" + pid + "-"))
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    /** Makes one of this JVM, with two FIFOs of that name. */
    public static PrivateDirectory withFifos(String name) throws IOException, InterruptedException {
        PrivateDirectory directory = PrivateDirectory.create();
        List<String> command = new ArrayList<>(List.of("mkfifo"));
        directory.fifos(name).forEach(path -> command.add(path.toString()));
        if (new ProcessBuilder(command).start().waitFor() != 0) {
            throw new IOException("mkfifo failed: " + command);
        }
        return directory;
    }
}
