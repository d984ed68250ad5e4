package dev.multiprocess.internal.inventory;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.reap.Survivors;
import dev.multiprocess.internal.report.ChildFacts;
import dev.multiprocess.internal.report.FailureTexts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ends what children of a test have started and left running, and reports it.
 *
 * <p>A child that ended in order is responsible for what it had started: what is still there when the grace has passed
 * fails the test. A child that was killed had no chance to end anything, and a test that kills a program with processes
 * of its own must not fail because of them; they are only ended.
 */
public final class LeakCheck {

    private final Duration grace;

    public LeakCheck(Duration grace) {
        this.grace = grace;
    }

    /** Runs when all children have ended, or could not be ended; a failure for each that left something. */
    public List<RuntimeException> run(List<Child<?>> children) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Child<?> child : children) {
            if (!child.hasEnded()) {
                failures.add(new ChildTimeoutException(
                        FailureTexts.outlivedItsKill(child.facts(), ProcessTree.DEATH_LIMIT),
                        List.of(child.name()),
                        ProcessTree.DEATH_LIMIT));
            }
        }
        List<Child<?>> ended = children.stream().filter(Child::hasEnded).toList();
        Map<Child<?>, Set<ProcessIdentity>> found = survivors(ended);
        Set<ProcessIdentity> ofTheKilled = found.keySet().stream()
                .filter(child -> child.life().wasKilled())
                .flatMap(child -> found.get(child).stream())
                .collect(Collectors.toSet());
        end(ofTheKilled);
        found.keySet().removeIf(child -> child.life().wasKilled());
        if (!found.isEmpty()) {
            new ProcessTree(all(found)).await(grace);
            Map<Child<?>, Set<ProcessIdentity>> left = survivors(List.copyOf(found.keySet()));
            left.forEach((child, processes) -> failures.add(failure(child, processes)));
        }
        return failures;
    }

    private static ChildFailedException failure(Child<?> child, Set<ProcessIdentity> processes) {
        List<String> described =
                processes.stream().map(process -> describe(child, process)).toList();
        boolean ended = end(processes).isEmpty();
        ChildFacts facts = child.facts();
        ChildFailedException failure = new ChildFailedException(
                FailureTexts.leak(facts, described, ended),
                child.name(),
                child.pid(),
                child.knownExit().orElseThrow(),
                facts.output().last(),
                null);
        failure.setStackTrace(facts.stack());
        return failure;
    }

    private static String describe(Child<?> child, ProcessIdentity process) {
        String started = child.life()
                .identity()
                .map(parent -> " (started "
                        + Duration.between(parent.start(), process.start()).toMillis() + " ms after the child)")
                .orElse("");
        return "pid " + process.pid() + started + ": " + Survivors.command(process);
    }

    /** What is alive of what children have started, by child. */
    private static Map<Child<?>, Set<ProcessIdentity>> survivors(List<Child<?>> children) {
        Map<Integer, Child<?>> byNumber =
                children.stream().collect(Collectors.toMap(child -> child.number(), child -> child));
        Map<Child<?>, Set<ProcessIdentity>> found = new TreeMap<>(Comparator.comparing(child -> child.number()));
        if (!children.isEmpty()) {
            Survivors.of(children.stream().collect(Collectors.toMap(child -> child.number(), Child::pid)))
                    .forEach(survivor -> found.computeIfAbsent(byNumber.get(survivor.child()), child -> byPid())
                            .add(survivor.process()));
        }
        for (Child<?> child : children) {
            // What can be known where no environment can be read.
            for (ProcessTree tree : child.life().trees()) {
                List<ProcessIdentity> live = tree.live();
                if (!live.isEmpty()) {
                    found.computeIfAbsent(child, each -> byPid()).addAll(live);
                }
            }
        }
        return found;
    }

    private static Set<ProcessIdentity> byPid() {
        return new TreeSet<>(Comparator.comparing(ProcessIdentity::pid).thenComparing(ProcessIdentity::start));
    }

    private static Set<ProcessIdentity> all(Map<Child<?>, Set<ProcessIdentity>> found) {
        return found.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
    }

    private static List<ProcessIdentity> end(Set<ProcessIdentity> processes) {
        return processes.isEmpty() ? List.of() : new ProcessTree(processes).end(Duration.ZERO, ProcessTree.DEATH_LIMIT);
    }
}
