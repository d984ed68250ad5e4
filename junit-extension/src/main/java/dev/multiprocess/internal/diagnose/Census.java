package dev.multiprocess.internal.diagnose;

import dev.multiprocess.internal.os.KernelThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What all threads of a JVM wait for, and whether any of them can continue by itself.
 *
 * <p>Errs on the side of life: a thread that is not known to be harmless, and neither waits nor is blocked, can
 * continue.
 *
 * @param alive a thread that can continue, or why that cannot be known; empty if all are stuck, at least one in an
 *     operation of ours
 * @param waits in operations of ours, oldest first
 */
public record Census(Optional<String> alive, List<Wait> waits) {

    /**
     * Looks at this JVM.
     *
     * @param tester the thread that runs the test; {@code null} in a child
     * @param processes how many processes of this JVM may end without any effect
     * @return as of now
     */
    public static Census take(Thread tester, int processes) {
        List<Wait> waits = Waiting.all().stream()
                .sorted(Comparator.comparingLong(Wait::id))
                .toList();
        return new Census(alive(tester, processes), waits);
    }

    private static Optional<String> alive(Thread tester, int processes) {
        Set<Thread> waiting = new HashSet<>();
        for (Waiting each : Waiting.current()) {
            waiting.add(each.thread());
        }
        boolean anyStuck = false;
        int reapers = 0;
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            if (ThreadKind.isReaper(thread) && thread.getState() == Thread.State.RUNNABLE) {
                reapers++;
            }
            if (ThreadKind.carriesVirtualThreads(thread)) {
                return Optional.of("virtual threads");
            }
            if (ThreadKind.isNotTheUsers(thread, entry.getValue(), tester)) {
                continue;
            }
            if (!isStuck(thread, entry.getValue(), waiting)) {
                return Optional.of(thread.getName());
            }
            anyStuck |= waiting.contains(thread);
        }
        if (reapers > processes) {
            return Optional.of("a process that was started here");
        }
        if (!anyStuck) {
            return Optional.of("no thread waits for another process");
        }
        return KernelThreads.running();
    }

    private static boolean isStuck(Thread thread, StackTraceElement[] stack, Set<Thread> waiting) {
        if (waiting.contains(thread)) {
            List<Waiting> own = Waiting.current().stream()
                    .filter(each -> each.thread() == thread)
                    .toList();
            return !own.isEmpty() && own.stream().allMatch(Waiting::isStuck);
        }
        return switch (thread.getState()) {
            case WAITING, BLOCKED, TERMINATED -> true;
            case TIMED_WAITING -> ThreadKind.isIdle(stack);
            case NEW, RUNNABLE -> false;
        };
    }

    /**
     * Writes it as text; {@link #decode} reads it as an equal object.
     *
     * @return lines
     */
    public String encode() {
        List<String> lines = new ArrayList<>();
        lines.add(alive.map(who -> "alive " + who.replaceAll("[\r\n]", " ")).orElse("stuck"));
        waits.forEach(wait -> lines.add(wait.encode()));
        return String.join("\n", lines);
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @param text lines
     * @return an equal census; one of a process that can continue if the text makes no sense
     */
    public static Census decode(String text) {
        try {
            List<String> lines = text.lines().toList();
            String first = lines.get(0);
            return new Census(
                    first.startsWith("alive ") ? Optional.of(first.substring("alive ".length())) : Optional.empty(),
                    lines.subList(1, lines.size()).stream().map(Wait::decode).toList());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Census(Optional.of("a thread that cannot be told: " + e), List.of());
        }
    }
}
