package dev.multiprocess.maven;

import dev.multiprocess.internal.config.ZombiePolicy;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.OrphanReaper;
import dev.multiprocess.internal.reap.OrphanReaper.Leftover;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.internal.timeline.ModuleReport;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Ends what the tests of some modules left running, and reports it as the zombie policy of each module requires. */
final class BuildReaper {

    /** A child whose test JVM has just gone is about to notice; it is no leftover until it had time to. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** How long to wait for killed processes to die, and for test JVMs of an interrupted build to end. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final String HINT =
            "\nJoin or stop them in their tests; multiprocess.zombies=reap makes this a warning.";

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final List<ModuleSettings> modules;
    private final Consumer<String> warnings;
    private final Consumer<String> remarks;
    private final OrphanReaper reaper;

    /**
     * Reap for some modules.
     *
     * @param warnings receives what was ended, unless a module's policy is to ignore it or to fail
     * @param remarks receives what was removed
     */
    BuildReaper(Collection<ModuleSettings> modules, Consumer<String> warnings, Consumer<String> remarks) {
        this.modules = modules.stream()
                .filter(module -> module.options().zombies() != ZombiePolicy.IGNORE)
                .toList();
        this.warnings = warnings;
        this.remarks = remarks;
        this.reaper = new OrphanReaper(
                this.modules.stream()
                        .map(module -> new ChildRegistry(module.options().outputDirectory()))
                        .toList(),
                warnings);
    }

    /** End and report processes whose test JVM is dead: what an earlier build left when it was killed. */
    void reapEarlierBuilds() {
        byModule(end(() -> reaper.findOrphans(bases())))
                .forEach((module, left) -> warnings.accept(report("an earlier build", module, left)));
        removeAbandoned();
    }

    /** Remove what test JVMs of this user left that were killed with no child alive, such as the memory of full queues. */
    private void removeAbandoned() {
        if (modules.isEmpty()) {
            return;
        }
        List<Path> removed = PrivateDirectory.deleteAbandoned(warnings);
        if (!removed.isEmpty()) {
            remarks.accept("Removed what test JVMs had left that are dead: "
                    + removed.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
    }

    /**
     * End and report what is left of a build. The end of the build and its interruption may call this side by side; each
     * process is then reported once.
     *
     * @return why the build must fail; empty if nothing was left in a module with that policy
     */
    synchronized Optional<String> reapBuild(String session) {
        Set<Path> bases = bases();
        Collection<Leftover> ended = end(() -> reaper.findOfSession(session).stream()
                .filter(leftover -> bases.contains(leftover.cookie().project()))
                .toList());
        removeAbandoned();
        List<String> failures = new ArrayList<>();
        byModule(ended).forEach((module, left) -> {
            String report = report("the tests", module, left);
            if (module.options().zombies() == ZombiePolicy.FAIL) {
                failures.add(report + HINT);
            } else {
                warnings.accept(report);
            }
        });
        return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", failures));
    }

    private Set<Path> bases() {
        return modules.stream().map(ModuleSettings::baseDirectory).collect(Collectors.toSet());
    }

    private Map<ModuleSettings, List<Leftover>> byModule(Collection<Leftover> ended) {
        Map<ModuleSettings, List<Leftover>> byModule = new LinkedHashMap<>();
        for (ModuleSettings module : modules) {
            List<Leftover> left = ended.stream()
                    .filter(leftover -> leftover.cookie().project().equals(module.baseDirectory()))
                    .toList();
            if (!left.isEmpty()) {
                byModule.put(module, left);
            }
        }
        return byModule;
    }

    /** Repeat until nothing is found and no test JVM is alive that might start more: on Ctrl-C they end beside us. */
    private Collection<Leftover> end(Supplier<List<Leftover>> find) {
        Set<Leftover> ended = new LinkedHashSet<>();
        List<Leftover> found = settled(find.get());
        long start = System.nanoTime();
        while (!found.isEmpty() || isWithin(LIMIT, start) && isAnyAlive(owners(ended))) {
            OrphanReaper.end(found, grace(), LIMIT);
            ended.addAll(found);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            found = find.get();
            found = ended.containsAll(found) ? List.of() : found; // what even a kill does not end is left to the report
        }
        reaper.strikeOffDead();
        remember(ended);
        return ended;
    }

    /** For the report of each module. */
    private void remember(Collection<Leftover> ended) {
        byModule(ended).forEach((module, left) -> {
            Path file = module.options().outputDirectory().resolve(ModuleReport.REAPED);
            List<String> lines =
                    left.stream().map(each -> Instant.now() + " " + each).toList();
            try {
                Files.createDirectories(file.getParent());
                Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                warnings.accept("What was ended cannot be written to " + file + ": " + e);
            }
        });
    }

    private static List<Leftover> settled(List<Leftover> found) {
        long start = System.nanoTime();
        while (isAnyAlive(processes(found)) && isWithin(SETTLE, start)) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return found.stream().filter(leftover -> leftover.process().isAlive()).toList();
    }

    private Duration grace() {
        return modules.stream()
                .map(module -> module.options().stopGrace())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static List<ProcessIdentity> processes(Collection<Leftover> leftovers) {
        return leftovers.stream().map(Leftover::process).toList();
    }

    private static List<ProcessIdentity> owners(Collection<Leftover> leftovers) {
        return leftovers.stream()
                .map(Leftover::cookie)
                .map(SessionCookie::owner)
                .distinct()
                .toList();
    }

    private static boolean isAnyAlive(List<ProcessIdentity> processes) {
        return processes.stream().anyMatch(ProcessIdentity::isAlive);
    }

    private static boolean isWithin(Duration limit, long startNanos) {
        return System.nanoTime() - startNanos < limit.toNanos();
    }

    private static String report(String whose, ModuleSettings module, Collection<Leftover> ended) {
        String survivors = processes(ended).stream()
                .filter(ProcessIdentity::isAlive)
                .map(process -> "\nStill alive after it was killed: pid " + process.pid() + ".")
                .collect(Collectors.joining());
        return whose + " of module '" + module.name() + "' left " + ended.size()
                + (ended.size() == 1 ? " process" : " processes") + " running, ended now:"
                + ended.stream().map(leftover -> "\n  " + leftover).collect(Collectors.joining())
                + survivors;
    }
}
