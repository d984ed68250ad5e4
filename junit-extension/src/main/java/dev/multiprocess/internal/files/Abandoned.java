package dev.multiprocess.internal.files;

import dev.multiprocess.internal.archive.ArchiveMaker;
import dev.multiprocess.internal.os.OwnTree;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What killed test JVMs of this user have left, and nothing else would end or remove: the memory of their queues, and
 * JVMs that made an archive and were stopped.
 */
public final class Abandoned {

    private static final System.Logger LOG = System.getLogger(Abandoned.class.getName());

    private Abandoned() {}

    /** Removes it. */
    public static void remove(Path outputDirectory) {
        Consumer<String> problems = problem -> LOG.log(Level.WARNING, problem);
        endMakers(outputDirectory, problems);
        OwnTree.deleteAbandoned(OutputDirectory.waiting(outputDirectory), "", problems);
        List<Path> removed = PrivateDirectory.deleteAbandoned(problems);
        if (!removed.isEmpty()) {
            LOG.log(Level.INFO, "removed what test JVMs had left that are dead: {0}", removed);
        }
    }

    /** Ends those that make archives: they would still write to the archive's file, which another may be remaking. */
    public static void endMakers(Path outputDirectory, Consumer<String> problems) {
        List<ProcessIdentity> makers = new ChildRegistry(outputDirectory)
                .live(problems).stream()
                        .filter(entry -> entry.name().equals(ArchiveMaker.NAME))
                        .filter(entry -> !entry.cookie().owner().isAlive())
                        .map(ChildRegistry.Entry::process)
                        .toList();
        if (!makers.isEmpty()) {
            LOG.log(Level.INFO, "ended JVMs that made an archive for a test JVM that is dead: {0}", makers);
            new ProcessTree(makers).end(Duration.ZERO, ProcessTree.DEATH_LIMIT);
        }
    }
}
