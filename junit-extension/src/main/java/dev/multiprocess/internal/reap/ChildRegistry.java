package dev.multiprocess.internal.reap;

import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The children that test JVMs of one module have started: a directory with one small file for each.
 *
 * <p>A file is written whole, right after the child was started, and removed when the child was seen dead, so after a
 * crash of anything the directory still shows what may be alive. It may be deleted at any time. Threads and processes
 * may use it concurrently.
 */
public final class ChildRegistry {

    private static final String SUFFIX = ".properties";
    private static final String INCOMPLETE = ".tmp";

    private final Path directory;

    /**
     * Names the directory; creates nothing.
     *
     * @param outputDirectory where the module's output goes; the registry is {@code registry} below it
     */
    public ChildRegistry(Path outputDirectory) {
        this.directory = outputDirectory.resolve("registry");
    }

    /**
     * One child.
     *
     * @param process the child
     * @param name as the test calls it; empty for none
     * @param test class and method; empty for none
     * @param cookie identifies its test JVM and build
     */
    public record Entry(ProcessIdentity process, String name, String test, SessionCookie cookie) {}

    /**
     * Records a child.
     *
     * @param child right after its start
     * @throws IOException if the directory or the file cannot be written
     */
    public void add(Entry child) throws IOException {
        OwnDirectory.makeBelow(directory);
        Properties properties = new Properties();
        properties.setProperty("process", child.process().toString());
        properties.setProperty("name", child.name());
        properties.setProperty("test", child.test());
        properties.putAll(child.cookie().environment());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path incomplete =
                directory.resolve(child.process() + "." + child.cookie().owner() + INCOMPLETE);
        OwnFile.write(incomplete, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(incomplete, file(child.process()), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Strikes a child off; nothing happens if it is not there.
     *
     * @param child seen dead
     * @throws IOException if the file exists and cannot be deleted
     */
    public void remove(ProcessIdentity child) throws IOException {
        Files.deleteIfExists(file(child));
    }

    /**
     * Lists the children that are alive, and strikes off the dead, and what a test JVM has not written completely.
     *
     * @param problems receives a sentence about each file that is not a child's and about a directory that cannot be
     *     read
     * @return in no order
     */
    public List<Entry> live(Consumer<String> problems) {
        List<Entry> live = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "*{" + SUFFIX + "," + INCOMPLETE + "}")) {
            for (Path file : files) {
                if (file.toString().endsWith(INCOMPLETE)) {
                    deleteIfAbandoned(file);
                    continue;
                }
                if (Files.exists(file) && !OwnFile.isTrusted(file)) {
                    problems.accept("registry file " + file + " was passed over, as another user can have written it");
                    continue;
                }
                Optional<Entry> entry = read(file, problems);
                if (entry.isPresent() && !entry.get().process().isAlive()) {
                    Files.deleteIfExists(file);
                } else {
                    entry.ifPresent(live::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException noneYet) {
            return live; // no child was started since the last clean build
        } catch (IOException unreadable) {
            problems.accept("registry " + directory + " cannot be read: " + unreadable);
        }
        return live;
    }

    private static void deleteIfAbandoned(Path incomplete) throws IOException {
        String[] names = incomplete.getFileName().toString().split("\\.");
        if (ProcessIdentity.parse(names[1]).filter(writer -> !writer.isAlive()).isPresent()) {
            Files.deleteIfExists(incomplete);
        }
    }

    private static Optional<Entry> read(Path file, Consumer<String> problems) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException struckOff) {
            return Optional.empty(); // by its test JVM, since the directory was listed
        } catch (IOException | IllegalArgumentException unreadable) {
            properties.clear();
        }
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        Optional<Entry> entry = ProcessIdentity.parse(texts.getOrDefault("process", ""))
                .flatMap(process -> SessionCookie.parse(texts)
                        .map(cookie -> new Entry(
                                process, texts.getOrDefault("name", ""), texts.getOrDefault("test", ""), cookie)));
        if (entry.isEmpty()) {
            problems.accept("registry file " + file + " does not describe a child and was passed over: delete it");
        }
        return entry;
    }

    private Path file(ProcessIdentity child) {
        return directory.resolve(child + SUFFIX);
    }
}
