package dev.multiprocess.internal.reap;

import dev.multiprocess.internal.os.ProcFiles;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds and ends processes that outlived their test, their test JVM or their build.
 *
 * <p>A process is recognized by its cookie, which everything below a child inherits (on Linux, for processes of the
 * same user), or by the registry, which knows the children themselves (everywhere). Never by a class, a name or a
 * command. Neither this process nor its ancestors are ever found.
 */
public final class OrphanReaper {

    private final List<ChildRegistry> registries;
    private final Consumer<String> problems;

    /**
     * Sets where to look, besides the environments of processes.
     *
     * @param registries of the modules concerned
     * @param problems receives a sentence about each thing that cannot be read
     */
    public OrphanReaper(Collection<ChildRegistry> registries, Consumer<String> problems) {
        this.registries = List.copyOf(registries);
        this.problems = problems;
    }

    /**
     * A process that should be gone.
     *
     * @param process its identity
     * @param cookie identifies its test JVM and build
     * @param name as the test calls it; empty if the registry does not know it, as for a process that a child has
     *     started
     * @param test class and method; empty likewise
     * @param command the path of its program, as it was when the process was found
     */
    public record Leftover(ProcessIdentity process, SessionCookie cookie, String name, String test, String command) {

        private Leftover(ProcessHandle handle, ChildRegistry.Entry child) {
            this(
                    child.process(),
                    child.cookie(),
                    child.name(),
                    child.test(),
                    handle.info().command().orElse("unknown command"));
        }

        /** Returns pid, name, test and command, as far as they are known. */
        @Override
        public String toString() {
            return "pid " + process.pid() + ", "
                    + (name.isEmpty() ? "not a child of a test itself" : "child '" + name + "'")
                    + (test.isEmpty() ? "" : " of " + test) + ": " + command;
        }
    }

    /**
     * Finds every process of a build or of a test JVM without one, owners alive or not: for when it ends.
     *
     * @param session its id
     * @return live processes, those of a test's own first
     */
    public List<Leftover> findOfSession(String session) {
        return find(leftover -> leftover.cookie().session().equals(session));
    }

    /**
     * Finds every process of one test JVM: for when it ends, or to see that nothing is left.
     *
     * @param owner the test JVM
     * @return live processes, those of a test's own first
     */
    public List<Leftover> findOfOwner(ProcessIdentity owner) {
        return find(leftover -> leftover.cookie().owner().equals(owner));
    }

    /**
     * Finds every process of some modules, of whatever build, owners alive or not: to look at.
     *
     * @param projects absolute base directories of the modules
     * @return live processes, those of a test's own first
     */
    public List<Leftover> findOfProjects(Set<Path> projects) {
        return find(leftover -> projects.contains(leftover.cookie().project()));
    }

    /**
     * Finds every process of this user that carries a cookie, or is in a registry: to look at.
     *
     * @return live processes, those of a test's own first
     */
    public List<Leftover> findAll() {
        return find(leftover -> true);
    }

    /**
     * Finds every process of some modules whose test JVM is dead, and whose build is: two builds of one module may run
     * side by side, and each reports what it has left itself.
     *
     * @param projects absolute base directories of the modules
     * @return live processes, those of a test's own first
     */
    public List<Leftover> findOrphans(Set<Path> projects) {
        return find(leftover -> projects.contains(leftover.cookie().project())
                && isOwnerDead(leftover)
                && !runsElsewhere(leftover.cookie()));
    }

    /** A build of this process that was not asked for by its session has ended: one daemon may run many. */
    private static boolean runsElsewhere(SessionCookie cookie) {
        return cookie.build()
                .filter(build -> !build.equals(cookie.owner()))
                .filter(build -> build.pid() != ProcessHandle.current().pid())
                .filter(ProcessIdentity::isAlive)
                .isPresent();
    }

    /** An owner above the process lives, even if a clock set meanwhile makes its start look different. */
    private static boolean isOwnerDead(Leftover leftover) {
        ProcessIdentity owner = leftover.cookie().owner();
        Optional<ProcessHandle> above = leftover.process().handle();
        while (above.isPresent() && above.get().pid() != owner.pid()) {
            above = above.flatMap(ProcessHandle::parent);
        }
        return above.isEmpty() && !owner.isAlive();
    }

    /** Removes from the registries what has ended since it was found. */
    public void strikeOffDead() {
        registries.forEach(registry -> registry.live(problems));
    }

    private List<Leftover> find(Predicate<Leftover> wanted) {
        Map<Long, ChildRegistry.Entry> marked = new LinkedHashMap<>();
        registries.stream()
                .flatMap(registry -> registry.live(problems).stream())
                .forEach(child -> marked.put(child.process().pid(), child));
        for (long pid : ProcFiles.SYSTEM.pids()) {
            if (!marked.containsKey(pid) && SessionCookie.isIn(ProcFiles.SYSTEM.environmentText(pid))) {
                byCookie(pid).ifPresent(process -> marked.put(pid, process));
            }
        }
        marked.keySet().removeAll(ProcessTree.selfAndAncestors());
        return marked.values().stream()
                .flatMap(child -> child.process().handle().map(handle -> new Leftover(handle, child)).stream())
                .filter(wanted)
                .filter(leftover -> leftover.process().isAlive())
                .toList();
    }

    private static Optional<ChildRegistry.Entry> byCookie(long pid) {
        // identity before environment: were the pid reused in between, the cookie would be missing
        return ProcessHandle.of(pid)
                .flatMap(ProcessIdentity::of)
                .flatMap(process -> SessionCookie.parse(ProcFiles.SYSTEM.environment(pid))
                        .map(cookie -> new ChildRegistry.Entry(process, "", "", cookie)));
    }

    /**
     * Ends processes with all their descendants, as {@link ProcessTree#end} does.
     *
     * @param leftovers what was found
     * @param grace how long they may take to end by themselves; zero kills at once
     * @param limit how long to continue after the grace
     * @return what is still alive at the limit; empty as a rule
     */
    public static List<ProcessIdentity> end(Collection<Leftover> leftovers, Duration grace, Duration limit) {
        Set<ProcessIdentity> roots =
                Set.copyOf(leftovers.stream().map(Leftover::process).toList());
        return new ProcessTree(roots).end(grace, limit);
    }
}
