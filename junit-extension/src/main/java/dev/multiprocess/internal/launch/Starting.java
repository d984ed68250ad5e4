package dev.multiprocess.internal.launch;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.StartMethod;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.child.InheritedState;
import dev.multiprocess.internal.files.FileNames;
import dev.multiprocess.internal.jvm.Agents;
import dev.multiprocess.internal.jvm.DebugPort;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.os.MachinePermits;
import dev.multiprocess.internal.report.ChildId;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.serial.Handle;
import dev.multiprocess.internal.start.ChildLauncher;
import dev.multiprocess.internal.start.JvmOrder;
import dev.multiprocess.internal.start.StartRequest;
import dev.multiprocess.internal.start.StateCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts the children of one test; guarded by the test's lock. */
final class Starting {

    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final TestScope scope;
    private final TestRun run;
    private final MultiProcessOptions options;
    private final Set<String> takenNames = new HashSet<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, String> fileNames = new HashMap<>();
    private final List<String> waits = new ArrayList<>();

    /** Kept, since a fork server has what is started with the same in a few milliseconds. */
    private final Map<ProcessOptions, JvmSpec> specs = new ConcurrentHashMap<>();

    private int lastName;

    Starting(TestScope scope, MultiProcessOptions options) {
        this.scope = scope;
        this.options = options;
        run = scope.run();
    }

    String nextName() {
        return scope.locked(() -> {
            String name;
            do {
                lastName++;
                name = "child-" + lastName;
            } while (starts.containsKey(name));
            return name;
        });
    }

    /** A child that is about to be started. */
    private record Planned(
            ChildLauncher launcher,
            Job job,
            MultiProcessOptions options,
            Optional<StateCapture> state,
            List<String> agents) {}

    /**
     * Starts children. All are serialized before the first is started, so that nothing is half done if one cannot cross;
     * and all count as writers from then on, so that the first to finish does not end the stream for the others.
     *
     * <p>Each is started when there is a place for it: whoever waited for all places at once might wait for ever beside
     * others that take them one by one, and two that wait so would each hold what the other lacks.
     */
    <R> List<Child<R>> start(List<StartRequest<R>> requests) {
        List<String> names = requests.stream().map(StartRequest::name).toList();
        requireStartable(names);
        List<Planned> planned = plan(requests);
        List<Child<R>> started = new ArrayList<>();
        int next = 0;
        try {
            while (next < requests.size()) {
                Optional<MachinePermits.Permit> place = awaitPlace(names.subList(next, names.size()));
                next++;
                started.add(startAt(place, planned.get(next - 1), requests.get(next - 1)));
            }
        } finally {
            forget(planned.subList(next, planned.size()), names.subList(next, names.size()));
        }
        return started;
    }

    private <R> List<Planned> plan(List<StartRequest<R>> requests) {
        List<ChildLauncher> launchers = new ArrayList<>();
        List<Planned> planned = new ArrayList<>();
        try {
            requirePlaces(requests.size());
            for (StartRequest<R> request : requests) {
                MultiProcessOptions effective =
                        options.withStartMethod(request.options().startMethod(), "ProcessOptions.startMethod");
                StartMethod method = methodOf(effective, request.name());
                JvmSpec spec = specs.computeIfAbsent(
                        request.options(),
                        process -> JvmSpec.of(
                                options,
                                process,
                                scope.test().loader(),
                                scope.test().assertions()));
                ChildLauncher launcher =
                        run.launchers().of(method, spec, scope.test().testClass());
                launchers.add(launcher);
                Optional<StateCapture> state = launcher.inherited(scope.test().testClass(), request.options());
                planned.add(new Planned(
                        launcher,
                        job(launcher.number(), request, state, spec),
                        effective,
                        state,
                        Agents.names(spec.arguments())));
            }
        } catch (RuntimeException e) {
            // Nobody of them will write to what had been handed to them.
            launchers.forEach(launcher -> notStarted(launcher.number(), launcher));
            scope.change(() -> requests.forEach(request -> giveBack(request.name())));
            throw e;
        }
        return planned;
    }

    /** Those that will not be started, since one before them was not. */
    private void forget(List<Planned> planned, List<String> names) {
        planned.forEach(each -> notStarted(each.launcher().number(), each.launcher()));
        scope.change(() -> names.forEach(this::giveBack));
    }

    private <R> Child<R> startAt(Optional<MachinePermits.Permit> place, Planned planned, StartRequest<R> request) {
        try {
            Child<R> child = start(planned, request);
            place.ifPresent(taken -> child.onExit().thenRun(taken::giveBack));
            return child;
        } catch (RuntimeException | Error e) {
            place.ifPresent(MachinePermits.Permit::giveBack);
            throw e;
        }
    }

    private void requirePlaces(int wanted) {
        int most = options.maxChildren();
        if (wanted > most) {
            throw new MultiProcessConfigurationException("so many children at once cannot be started: " + wanted
                    + ", since multiprocess.maxChildren=" + most);
        }
    }

    /**
     * Waits until one more child may be alive on this machine; no place is taken where they cannot be counted.
     *
     * @param names of all that are still to be started
     */
    private Optional<MachinePermits.Permit> awaitPlace(List<String> names) {
        int most = options.maxChildren();
        Optional<List<MachinePermits.Permit>> places = run.permits().take(1, most);
        if (places.isEmpty()) {
            String wait = names + ", as multiprocess.maxChildren=" + most + " children are alive on this machine";
            scope.change(() -> waits.add(wait));
            try {
                // Those of other JVMs end without a word, so it looks again; ours end the wait at once.
                places = scope.awaitLooking(
                        "a place for " + names, () -> run.permits().take(1, most), LOOK_AGAIN_NANOS);
            } finally {
                scope.change(() -> waits.remove(wait));
            }
        }
        return places.orElseThrow().stream().findFirst();
    }

    /** What cannot be started for want of places, a line each; called with the lock held. */
    List<String> waits() {
        return List.copyOf(waits);
    }

    /** Takes the names, at once so that of two threads only one gets a name. */
    private void requireStartable(List<String> names) {
        names.forEach(this::awaitEndOfTheDead);
        scope.change(() -> {
            for (String name : names) {
                scope.requireOpen(name);
                if (takenNames.contains(name)) {
                    throw new MultiProcessConfigurationException(
                            "the name of a child must be unique among those of its test that are alive: name='" + name
                                    + "'");
                }
            }
            takenNames.addAll(names);
            names.forEach(name -> starts.merge(name, 1, Integer::sum));
        });
    }

    /** Whoever has seen a process end may use its name again, though what it had said is still being read. */
    private void awaitEndOfTheDead(String name) {
        scope.children().stream()
                .filter(child -> child.name().equals(name) && !child.isAlive())
                .forEach(child -> scope.await(child + " to be over", List.of(child), child::hasEnded, Long.MAX_VALUE));
    }

    /** What a child's files are called; two names may be the same to a file system that does not tell letters apart by case. */
    private String fileName(String name) {
        return scope.locked(() -> {
            String own = FileNames.of(ChildId.label(name, starts.get(name)));
            String first = fileNames.putIfAbsent(own.toLowerCase(Locale.ROOT), own);
            return first == null || first.equals(own) ? own : own + "-" + FileNames.digest(own);
        });
    }

    /** A name whose child did not come to be. */
    private void giveBack(String name) {
        takenNames.remove(name);
        starts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Says that no child has the name any more; called with the lock held. */
    void nameIsFree(String name) {
        takenNames.remove(name);
    }

    private Job job(int child, StartRequest<?> request, Optional<StateCapture> state, JvmSpec spec) {
        String name = request.name();
        List<Handle> captured = new ArrayList<>();
        byte[] bytes = scope.serializer().write(request.task(), "task of child '" + name + "'", captured::add);
        List<byte[]> inherited = new ArrayList<>();
        state.ifPresent(capture -> inherited.addAll(capture.write(scope.serializer(), captured::add)));
        List<String> properties = spec.sentProperties();
        if (!properties.isEmpty()) {
            InheritedState sent = new InheritedState(properties, List.of(), null, List.of());
            inherited.add(scope.serializer().write(sent, "system properties of child '" + name + "'"));
        }
        List<String> ids = captured.stream().map(Handle::handleId).distinct().toList();
        ids.forEach(id -> run.hub().handedOver(id, child, name));
        return new Job(
                name,
                scope.serializer().customizerNames(),
                Math.toIntExact(options.frameLimit()),
                ids,
                inherited,
                bytes);
    }

    private <R> Child<R> start(Planned planned, StartRequest<R> wanted) {
        ChildLauncher launcher = planned.launcher();
        String name = wanted.name();
        try {
            ChildPlan plan = new ChildPlan(
                    launcher.number(),
                    name,
                    scope.locked(() -> starts.get(name)),
                    planned.options(),
                    wanted.options(),
                    scope.directory().resolve(fileName(name)),
                    scope.test().toString(),
                    planned.job(),
                    planned.agents());
            JvmOrder order = new JvmOrder(
                    plan.number(),
                    plan.job(),
                    plan.files(),
                    run.privateDirectory(),
                    run.cookie(plan.number()),
                    debugPort(planned.options(), name));
            Child<R> child = launch(launcher, order, plan, wanted);
            scope.add(child);
            LaunchRecord.write(plan, child.launched(), inherited(planned.state()));
            watch(child);
            order.debugPort()
                    .ifPresent(port -> System.out.println(FailureTexts.waitsForDebugger(child.id(), port.number())));
            run.register(child);
            if (scope.isOver()) {
                // The test ended while the process was made, so that its end did not find the child.
                child.kill();
                scope.requireOpen(name);
            }
            launcher.started();
            return child;
        } catch (IOException e) {
            failed(launcher, name);
            throw new UncheckedIOException("child '" + name + "' could not be started: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            failed(launcher, name);
            throw e;
        }
    }

    /** A JVM that was started in advance cannot wait for a debugger any more. */
    private static StartMethod methodOf(MultiProcessOptions effective, String name) {
        return effective.startMethod() == StartMethod.FORK_SERVER
                        && effective.debug().equals(Optional.of(name))
                ? StartMethod.SPAWN
                : effective.startMethod();
    }

    private Optional<DebugPort> debugPort(MultiProcessOptions effective, String name) throws IOException {
        if (!effective.debug().equals(Optional.of(name))) {
            return Optional.empty();
        }
        scope.abort().suspend();
        return Optional.of(DebugPort.free());
    }

    private static Map<String, List<String>> inherited(Optional<StateCapture> state) {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        state.ifPresent(capture -> {
            facts.put("inherited", List.of(capture.taken()));
            facts.put("not inherited", capture.left());
        });
        return facts;
    }

    /** Gets the child a process that has its job or will find it, and is not known to be dead. */
    private <R> Child<R> launch(ChildLauncher launcher, JvmOrder order, ChildPlan plan, StartRequest<R> wanted)
            throws IOException {
        Child<R> child;
        do {
            child = run.launch(plan.number(), () -> new Child<>(scope, plan, wanted, launcher.start(order)));
        } while (!launcher.handOver(child.life(), child.life().onExit()));
        return child;
    }

    private static void watch(Child<?> child) throws IOException {
        try {
            child.life().watch();
        } catch (IOException e) {
            child.kill();
            throw e;
        }
    }

    private void failed(ChildLauncher launcher, String name) {
        notStarted(launcher.number(), launcher);
        scope.change(() -> giveBack(name));
    }

    private void notStarted(int child, ChildLauncher launcher) {
        run.notStarted(child);
        launcher.cancel();
    }
}
