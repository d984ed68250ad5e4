package dev.multiprocess.internal.archive;

import dev.multiprocess.internal.jvm.JvmSpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Class-data archives for children: what a JVM has read, parsed and verified once, ready to be mapped by others.
 *
 * <p>One for each JDK, version of this library, set of flags that matter and number of directories in front of a class
 * path, kept in a directory of the build; {@link ArchiveMaker} makes it in the background when the first child could
 * have used it. It has the JDK's classes that this JVM has loaded, those of this library and those of Kryo. For this
 * the jars of those two are at the front of a child's class path; nothing after them can be archived, as a class path
 * may contain directories, which no archive covers.
 */
public final class ClassArchives implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ClassArchives.class.getName());

    private final Path directory;
    private final ArchiveMaker maker;
    private final ArchiveHost host;

    /** Nothing that a key depends on changes while tests run. */
    private final Map<JvmSpec, ArchiveKey> keys = new ConcurrentHashMap<>();

    /** By the archive's file. */
    private final Map<Path, State> states = new ConcurrentHashMap<>();

    private enum State {
        MAKING,
        MADE,
        UNFIT
    }

    public ClassArchives(ArchiveHost host, Path directory) {
        this.directory = directory;
        maker = new ArchiveMaker(host, directory);
        this.host = host;
    }

    /**
     * How a child is to use an archive.
     *
     * @param spec what it must be started with then
     * @param arguments JVM arguments, none if there is no archive to use
     * @param how in words
     */
    public record Use(JvmSpec spec, List<String> arguments, String how) {}

    /** Finds the archive for a child; the first request has it made, and goes without. */
    public Use forChild(JvmSpec spec) {
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
        if (key.isMade()) {
            return State.MADE;
        }
        host.workers().execute(() -> {
            try {
                maker.make(key, spec);
                states.put(key.file(), State.MADE);
            } catch (IOException | RuntimeException e) {
                states.put(key.file(), State.UNFIT);
                if (!maker.isClosed()) {
                    LOG.log(Level.INFO, "children start without a class-data archive: {0}", e.toString());
                }
            } catch (InterruptedException e) {
                // The run is ending.
                states.put(key.file(), State.UNFIT);
            }
        });
        return State.MAKING;
    }

    /** The processes that make archives. */
    public Stream<ProcessHandle> processes() {
        return maker.processes();
    }

    /** Ends what is being made; what is left of it is remade next time. */
    @Override
    public void close() {
        maker.close();
    }
}
