package dev.multiprocess.internal.run;

import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.reap.OrphanReaper;
import dev.multiprocess.internal.start.ForkServer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All processes of a run: its children, those that wait to be one, those that make archives, and what they have
 * started.
 */
public final class RunProcesses {

    private static final System.Logger LOG = System.getLogger(RunProcesses.class.getName());

    /** The runs of this JVM that have had children; more than one only where tests run tests. */
    private static final Set<RunProcesses> OPEN = ConcurrentHashMap.newKeySet();

    private final RunChildren children;
    private final ForkServer forkServer;
    private final ClassArchives archives;

    public RunProcesses(RunChildren children, ForkServer forkServer, ClassArchives archives) {
        this.children = children;
        this.forkServer = forkServer;
        this.archives = archives;
    }

    /** Announces that there may be processes from now on. */
    public void open() {
        OPEN.add(this);
    }

    /** Announces that there will be no more. */
    public void close() {
        OPEN.remove(this);
    }

    /** How many children of this JVM are alive, whichever run they belong to. */
    public static int live() {
        return (int) OPEN.stream()
                .flatMap(RunProcesses::childrenAndWaiting)
                .filter(ProcessHandle::isAlive)
                .count();
    }

    private Stream<ProcessHandle> childrenAndWaiting() {
        return Stream.concat(children.processes(), forkServer.processes().stream());
    }

    /** Ends every child with all that it has started, without asking. */
    public void end() {
        List<ProcessIdentity> roots = childrenAndWaiting()
                .flatMap(process -> ProcessIdentity.of(process).stream())
                .toList();
        new ProcessTree(roots).end(Duration.ZERO, ProcessTree.DEATH_LIMIT);
    }

    /** Ends what children had started and left when they ended; only the mark in its environment shows whose it is. */
    public static void endLeft() {
        OrphanReaper reaper = new OrphanReaper(List.of(), problem -> LOG.log(Level.WARNING, problem));
        List<OrphanReaper.Leftover> left =
                ProcessIdentity.of(ProcessHandle.current()).map(reaper::findOfOwner).orElse(List.of()).stream()
                        .filter(process -> !isOfAnotherRun(process))
                        .toList();
        left.forEach(process -> LOG.log(Level.WARNING, "a child left a process behind, which is ended: {0}", process));
        if (!left.isEmpty()) {
            OrphanReaper.end(left, Duration.ZERO, ProcessTree.DEATH_LIMIT);
        }
    }

    /** In a test that runs tests, the outer run's children have the same owner. */
    private static boolean isOfAnotherRun(OrphanReaper.Leftover leftover) {
        return OPEN.stream()
                .flatMap(run -> Stream.concat(run.childrenAndWaiting(), run.archives.processes()))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .anyMatch(process -> process.pid() == leftover.process().pid());
    }
}
