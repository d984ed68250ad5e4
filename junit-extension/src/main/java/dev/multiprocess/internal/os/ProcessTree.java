package dev.multiprocess.internal.os;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processes with all their descendants, remembered, since a process whose parent died cannot be found from above.
 *
 * <p>Never contains this process or one of its ancestors. Not for several threads at once.
 */
public final class ProcessTree {

    /** How long a killed process may take to be gone. */
    public static final Duration DEATH_LIMIT = Duration.ofSeconds(10);

    private static final long LOOK_AGAIN_MILLIS = 10;

    /** Every member there ever was, with its distance from this machine's first process. */
    private final Map<ProcessIdentity, Integer> members =
            new TreeMap<>(Comparator.comparing(ProcessIdentity::pid).thenComparing(ProcessIdentity::start));

    private final Set<Long> untouchable = selfAndAncestors();

    /**
     * Takes a snapshot.
     *
     * @param roots those that are gone contribute nothing
     */
    public ProcessTree(Collection<ProcessIdentity> roots) {
        roots.forEach(this::addWithDescendants);
    }

    /**
     * Takes a snapshot.
     *
     * @param root nothing if it is gone
     */
    public ProcessTree(ProcessHandle root) {
        this(ProcessIdentity.of(root).stream().toList());
    }

    /** Lists the pids that no tree contains. */
    public static Set<Long> selfAndAncestors() {
        Set<Long> pids = new HashSet<>();
        Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        handle -> handle.flatMap(ProcessHandle::parent))
                .forEach(handle -> pids.add(handle.get().pid()));
        return pids;
    }

    /** Adds what the members have started since the last look; costs a look at all processes for each root. */
    private void refresh() {
        Set<Long> seen = new HashSet<>();
        members.keySet().stream()
                .sorted(Comparator.comparing(members::get))
                .toList()
                .forEach(member -> {
                    if (!seen.contains(member.pid())) {
                        seen.addAll(addWithDescendants(member));
                    }
                });
    }

    private List<Long> addWithDescendants(ProcessIdentity root) {
        List<ProcessHandle> handles = root.handle().stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .filter(handle -> !untouchable.contains(handle.pid()))
                .toList();
        for (ProcessHandle handle : handles) {
            ProcessIdentity.of(handle).ifPresent(member -> members.putIfAbsent(member, depth(handle)));
        }
        return handles.stream().map(ProcessHandle::pid).toList();
    }

    private static int depth(ProcessHandle handle) {
        return handle.parent().map(parent -> depth(parent) + 1).orElse(0);
    }

    /**
     * Lists the members that are alive, as of the last look.
     *
     * @return deepest first
     */
    public List<ProcessIdentity> live() {
        return members.keySet().stream()
                .filter(ProcessIdentity::isAlive)
                .sorted(Comparator.comparing(members::get).reversed())
                .toList();
    }

    /**
     * Ends every member, deepest first, and all that the members start meanwhile.
     *
     * <p>Each is asked to end once, and killed when the grace has passed. Waits for the deaths; an interrupt ends the
     * grace, not the killing, and is set again on return.
     *
     * @param grace how long members may take to end by themselves; zero kills at once
     * @param limit how long to continue after the grace
     * @return the members still alive at the limit, deepest first; empty as a rule
     */
    public List<ProcessIdentity> end(Duration grace, Duration limit) {
        long start = System.nanoTime();
        Duration patience = grace;
        Set<ProcessIdentity> asked = new HashSet<>();
        boolean interrupted = false;
        List<ProcessIdentity> live = look();
        Duration passed = Duration.ZERO;
        while (!live.isEmpty() && passed.compareTo(grace.plus(limit)) < 0) {
            boolean kill = passed.compareTo(patience) >= 0;
            List<ProcessIdentity> due = new ArrayList<>(live);
            due.removeIf(member -> !kill && !asked.add(member));
            due.forEach(member -> member.handle().ifPresent(handle -> signal(handle, kill)));
            try {
                // Members need not be our children, and nothing reports the end of another process's child: look again.
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
                patience = Duration.ZERO;
            }
            live = look();
            passed = Duration.ofNanos(System.nanoTime() - start);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return live;
    }

    /**
     * Waits until every member has ended by itself. An interrupt ends the wait, and is set again on return.
     *
     * @param limit the longest wait
     * @return the members still alive, deepest first
     */
    public List<ProcessIdentity> await(Duration limit) {
        long start = System.nanoTime();
        List<ProcessIdentity> live = look();
        while (!live.isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            try {
                // See end: there is nothing to wait on.
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return live;
            }
            live = look();
        }
        return live;
    }

    private List<ProcessIdentity> look() {
        refresh();
        return live();
    }

    private static void signal(ProcessHandle handle, boolean kill) {
        if (kill) {
            handle.destroyForcibly();
        } else {
            handle.destroy();
        }
    }
}
