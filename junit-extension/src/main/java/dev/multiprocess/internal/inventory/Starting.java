package dev.multiprocess.internal.inventory;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.StartMethod;
import dev.multiprocess.internal.checkpoint.MethodPoints;
import dev.multiprocess.internal.child.InheritedState;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.jvm.Agents;
import dev.multiprocess.internal.jvm.DebugPort;
import dev.multiprocess.internal.jvm.HeapLimit;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.methods.AgentJar;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.os.MachinePermits;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildPlan;
import dev.multiprocess.internal.process.LaunchRecord;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.run.RunParts;
import dev.multiprocess.internal.start.ChildLauncher;
import dev.multiprocess.internal.start.JvmOrder;
import dev.multiprocess.internal.start.OwnTexts;
import dev.multiprocess.internal.start.StartRequest;
import dev.multiprocess.internal.start.StateCapture;
import dev.multiprocess.internal.task.MethodTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Starts the children of one test; guarded by the test's lock. */
public final class Starting {

    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final RunParts run;
    private final TestSetup setup;
    private final MultiProcessOptions options;
    private final TestChildren children;
    private final ChildNames names;
    private final Permission permission;
    private final TestLog log;
    private final Supplier<Path> directory;
    private final List<String> waits = new ArrayList<>();

    /** Kept, since a fork server provides a JVM with the same specification in a few milliseconds. */
    private final Map<Wanted, JvmSpec> specs = new ConcurrentHashMap<>();

    /** What decides on a specification within one test. */
    private record Wanted(List<String> jvmArgs, ProcessOptions process) {}

    /** Whether children may be started. */
    public interface Permission {

        /** Fails if no child may be started any more; called with the lock held. */
        void requireOpen(String name);

        /** The checkpoints at methods that children have which are started now. */
        List<MethodPoints> atMethods();

        /** Whether the test has ended. */
        boolean isOver();

        /** Notes that a debugger may hold a child from now on. */
        void suspend();
    }

    /**
     * Of one test.
     *
     * @param directory of the test's files
     */
    public Starting(
            RunParts run,
            TestSetup setup,
            TestChildren children,
            ChildNames names,
            Permission permission,
            TestLog log,
            Supplier<Path> directory) {
        this.run = run;
        this.setup = setup;
        options = setup.options();
        this.children = children;
        this.names = names;
        this.permission = permission;
        this.log = log;
        this.directory = directory;
    }

    /** A child that is about to be started. */
    private record Planned(
            ChildLauncher launcher,
            Job job,
            MultiProcessOptions options,
            ProcessOptions process,
            Path files,
            StateCapture state,
            List<String> agents,
            String heapLimit) {}

    /**
     * Starts children. All are serialized before the first is started, so that nothing is half done if one cannot
     * cross; and all count as writers from then on, so that the first to finish does not end the stream for the others.
     *
     * <p>Each is started when there is a permit for it: a test that waited for all permits at once might wait for ever
     * beside others that take them one by one, and two that wait so would each hold what the other lacks.
     */
    public <R> List<Child<R>> start(List<StartRequest<R>> requests) {
        List<String> wanted = requests.stream().map(StartRequest::name).toList();
        requireStartable(wanted);
        List<Planned> planned = plan(requests);
        List<Child<R>> started = new ArrayList<>();
        int next = 0;
        try {
            while (next < requests.size()) {
                Optional<MachinePermits.Permit> place = awaitPlace(wanted.subList(next, wanted.size()));
                next++;
                started.add(startAt(place, planned.get(next - 1), requests.get(next - 1)));
            }
        } finally {
            forget(planned.subList(next, planned.size()), wanted.subList(next, wanted.size()));
        }
        return started;
    }

    private <R> List<Planned> plan(List<StartRequest<R>> requests) {
        List<ChildLauncher> launchers = new ArrayList<>();
        List<Planned> planned = new ArrayList<>();
        List<MethodPoints> atMethods = permission.atMethods();
        try {
            requirePlaces(requests.size());
            for (StartRequest<R> request : requests) {
                MultiProcessOptions effective =
                        options.withStartMethod(request.options().startMethod(), "ProcessOptions.startMethod");
                Path files = directory.get().resolve(children.locked(() -> names.fileName(request.name())));
                OwnTexts own = new OwnTexts(request.name(), request.index(), files);
                Wanted of =
                        new Wanted(own.all(options.jvmArgs()), request.options().forChild(own));
                if (own.nameDirectory()) {
                    OwnDirectory.makeBelow(files);
                }
                JvmSpec spec = withPoints(specs.computeIfAbsent(of, this::spec), atMethods);
                boolean onlyForOne = own.nameDirectory()
                        || of.process().input().isPresent()
                        || effective.debug().equals(Optional.of(request.name()));
                StartMethod method = methodOf(effective, onlyForOne);
                ChildLauncher launcher =
                        run.launchers().of(method, spec, setup.test().testClass());
                launchers.add(launcher);
                StateCapture state = launcher.inherited(setup.test().testClass(), ownProperties(request.options()));
                planned.add(new Planned(
                        launcher,
                        job(launcher.number(), request, state, spec, atMethods),
                        effective,
                        of.process(),
                        files,
                        state,
                        Agents.names(spec.arguments()),
                        HeapLimit.of(spec.arguments())));
            }
        } catch (IOException e) {
            notStarted(launchers, requests);
            throw new UncheckedIOException(
                    "the directory of a child of test " + setup.test() + " cannot be made: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            notStarted(launchers, requests);
            throw e;
        }
        return planned;
    }

    private JvmSpec spec(Wanted wanted) {
        return JvmSpec.of(
                options,
                wanted.jvmArgs(),
                wanted.process(),
                setup.test().loader(),
                setup.test().assertions());
    }

    /** Part of the specification, so that no JVM is taken which waits without the agent, or with that of other points. */
    private JvmSpec withPoints(JvmSpec spec, List<MethodPoints> atMethods) throws IOException {
        if (atMethods.isEmpty()) {
            return spec;
        }
        Set<String> names = new LinkedHashSet<>();
        atMethods.forEach(points -> names.addAll(points.names()));
        return spec.withArgument(AgentJar.argument(run.jvms().privateDirectory(), names));
    }

    /** None of them will write to what it had been given. */
    private void notStarted(List<ChildLauncher> launchers, List<? extends StartRequest<?>> requests) {
        launchers.forEach(launcher -> notStarted(launcher.number(), launcher));
        children.change(
                () -> names.giveBack(requests.stream().map(StartRequest::name).toList()));
    }

    /** Forgets those that will not be started, since an earlier one was not. */
    private void forget(List<Planned> planned, List<String> unused) {
        planned.forEach(each -> notStarted(each.launcher().number(), each.launcher()));
        children.change(() -> names.giveBack(unused));
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
     * Waits until one more child may be alive on this machine; no permit is taken where children cannot be counted.
     *
     * @param wanted names of all that are still to be started
     */
    private Optional<MachinePermits.Permit> awaitPlace(List<String> wanted) {
        int most = options.maxChildren();
        Optional<List<MachinePermits.Permit>> places =
                MachinePermits.ofThisMachine().take(1, most);
        if (places.isEmpty()) {
            String wait = wanted + ", as multiprocess.maxChildren=" + most + " children are alive on this machine";
            children.change(() -> waits.add(wait));
            try {
                // Those of other JVMs end without notice, so it looks again; ours end the wait at once.
                places = children.awaitLooking(
                        "a place for " + wanted,
                        () -> MachinePermits.ofThisMachine().take(1, most),
                        LOOK_AGAIN_NANOS);
            } finally {
                children.change(() -> waits.remove(wait));
            }
        }
        return places.orElseThrow().stream().findFirst();
    }

    /** What cannot be started for lack of permits, a line each. */
    public List<String> waits() {
        return children.locked(() -> List.copyOf(waits));
    }

    /** Takes the names, all at once so that only one of two threads gets a name. */
    private void requireStartable(List<String> wanted) {
        wanted.forEach(this::awaitEndOfTheDead);
        children.change(() -> {
            for (String name : wanted) {
                permission.requireOpen(name);
                names.requireFree(name);
            }
            names.take(wanted);
        });
    }

    /** A test that has seen a process end may use its name again, though what it had said is still being read. */
    private void awaitEndOfTheDead(String name) {
        children.all().stream()
                .filter(child -> child.name().equals(name) && !child.isAlive())
                .forEach(child ->
                        children.await(child + " to be over", () -> List.of(child), child::hasEnded, Long.MAX_VALUE));
    }

    /** The system properties that a child gets from the test, and so not from the build. */
    private Set<String> ownProperties(ProcessOptions process) {
        Set<String> own = new HashSet<>(process.systemProperties().keySet());
        Stream.of(options.jvmArgs(), process.jvmArgs())
                .flatMap(List::stream)
                .filter(argument -> argument.startsWith("-D"))
                .map(argument -> argument.substring(2).split("=", 2)[0])
                .forEach(own::add);
        return own;
    }

    private Job job(
            int child, StartRequest<?> request, StateCapture state, JvmSpec spec, List<MethodPoints> atMethods) {
        String name = request.name();
        List<Handle> captured = new ArrayList<>();
        byte[] bytes = setup.serializer().write(request.task(), "task of child '" + name + "'", captured::add);
        List<byte[]> inherited = new ArrayList<>(state.write(setup.serializer(), captured::add));
        List<String> properties = spec.sentProperties();
        if (!properties.isEmpty()) {
            InheritedState sent = new InheritedState(properties, List.of(), null, List.of());
            inherited.add(setup.serializer().write(sent, "system properties of child '" + name + "'"));
        }
        for (MethodPoints points : atMethods) {
            inherited.add(setup.serializer().write(points, "checkpoints of child '" + name + "'", captured::add));
        }
        List<String> ids = captured.stream().map(Handle::handleId).distinct().toList();
        ids.forEach(id -> run.hub().handedOver(id, child, name));
        return new Job(
                name,
                request.index(),
                setup.serializer().customizerNames(),
                Math.toIntExact(options.frameLimit()),
                ids,
                inherited,
                log.handleId(),
                bytes);
    }

    private <R> Child<R> start(Planned planned, StartRequest<R> wanted) {
        ChildLauncher launcher = planned.launcher();
        String name = wanted.name();
        try {
            ChildPlan plan = new ChildPlan(
                    launcher.number(),
                    name,
                    children.locked(() -> names.starts(name)),
                    planned.options(),
                    planned.process(),
                    planned.files(),
                    setup.test().toString(),
                    planned.job(),
                    planned.agents(),
                    planned.heapLimit(),
                    wanted.task() instanceof MethodTask.OfProgram);
            JvmOrder order = new JvmOrder(
                    plan.number(),
                    plan.job(),
                    plan.files(),
                    run.jvms().privateDirectory(),
                    run.jvms().cookie(plan.number()),
                    planned.process().input(),
                    debugPort(planned.options(), name));
            Child<R> child = launch(launcher, order, plan, wanted);
            children.add(child);
            LaunchRecord.write(plan, child.jvm(), inherited(planned.state()));
            watch(child);
            order.debugPort()
                    .ifPresent(port -> System.out.println(FailureTexts.waitsForDebugger(child.id(), port.number())));
            run.children().register(child);
            if (permission.isOver()) {
                // The test ended while the process was being started, so that its end did not find the child.
                child.kill();
                permission.requireOpen(name);
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

    /**
     * A JVM that was started in advance can no longer wait for a debugger, its input is closed, and it would use the
     * directory of another child.
     */
    private static StartMethod methodOf(MultiProcessOptions effective, boolean onlyForOne) {
        return effective.startMethod() == StartMethod.FORK_SERVER && onlyForOne
                ? StartMethod.SPAWN
                : effective.startMethod();
    }

    private Optional<DebugPort> debugPort(MultiProcessOptions effective, String name) throws IOException {
        if (!effective.debug().equals(Optional.of(name))) {
            return Optional.empty();
        }
        permission.suspend();
        return Optional.of(DebugPort.free());
    }

    private static Map<String, List<String>> inherited(StateCapture state) {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        facts.put("inherited", List.of(state.taken()));
        facts.put("not inherited", state.left());
        return facts;
    }

    /** Gets the child a process that has its job or will find it, and is not known to be dead. */
    private <R> Child<R> launch(ChildLauncher launcher, JvmOrder order, ChildPlan plan, StartRequest<R> wanted)
            throws IOException {
        Child<R> child;
        do {
            child = run.children()
                    .start(
                            plan.number(),
                            () -> new Child<>(
                                    children,
                                    plan,
                                    launcher.start(order),
                                    () -> start(List.of(wanted)).get(0)));
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
        children.change(() -> names.giveBack(List.of(name)));
    }

    private void notStarted(int child, ChildLauncher launcher) {
        run.children().notStarted(child);
        launcher.cancel();
    }
}
