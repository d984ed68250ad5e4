package dev.multiprocess.internal.launch;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.StartMethod;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.serial.Handle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts the children of one test; guarded by the test's lock. */
final class Starting {

    private final TestScope scope;
    private final TestRun run;
    private final MultiProcessOptions options;
    private final Set<String> takenNames = new HashSet<>();
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
            } while (takenNames.contains(name));
            return name;
        });
    }

    /** A child that is about to be started. */
    private record Planned(
            ChildLauncher launcher, Job job, MultiProcessOptions options, Optional<StateCapture> state) {}

    /**
     * Starts children. All are serialized before the first is started, so that nothing is half done if one cannot cross;
     * and all count as writers from then on, so that the first to finish does not end the stream for the others.
     */
    <R> List<Child<R>> start(List<StartRequest<R>> requests) {
        List<String> names = requests.stream().map(StartRequest::name).toList();
        requireStartable(names);
        List<ChildLauncher> launchers = new ArrayList<>();
        List<Planned> planned = new ArrayList<>();
        try {
            for (StartRequest<R> request : requests) {
                MultiProcessOptions effective =
                        options.withStartMethod(request.options().startMethod(), "ProcessOptions.startMethod");
                StartMethod method = methodOf(effective, request.name());
                JvmSpec spec = JvmSpec.of(effective, request.options(), scope.test());
                ChildLauncher launcher = ChildLauncher.of(method, spec, run);
                launchers.add(launcher);
                Optional<StateCapture> state = launcher.inherited(scope.test(), request.options());
                planned.add(new Planned(
                        launcher, job(launcher.number(), request.name(), request.task(), state), effective, state));
            }
        } catch (RuntimeException e) {
            // Nobody of them will write to what had been handed to them.
            launchers.forEach(launcher -> notStarted(launcher.number(), launcher));
            scope.change(() -> takenNames.removeAll(names));
            throw e;
        }
        List<Child<R>> started = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            started.add(start(planned.get(i), requests.get(i)));
        }
        return started;
    }

    /** Takes the names, at once so that of two threads only one gets a name. */
    private void requireStartable(List<String> names) {
        scope.change(() -> {
            for (String name : names) {
                scope.requireOpen(name);
                if (takenNames.contains(name)) {
                    throw new MultiProcessConfigurationException(
                            "the name of a child must be unique in its test: name='" + name + "'");
                }
            }
            takenNames.addAll(names);
        });
    }

    private Job job(int child, String name, ProcessTask<?> task, Optional<StateCapture> state) {
        List<Handle> captured = new ArrayList<>();
        byte[] bytes = scope.serializer().write(task, "task of child '" + name + "'", captured::add);
        byte[] inherited = state.map(capture -> capture.write(scope.serializer(), captured::add))
                .orElse(new byte[0]);
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
            LaunchRequest request = new LaunchRequest(
                    launcher.number(),
                    name,
                    planned.options(),
                    wanted.options(),
                    scope.directory(),
                    run.privateDirectory(),
                    run.cookie().environment(),
                    scope.test(),
                    debugPort(planned.options(), name));
            ChildOutput output = new ChildOutput(name, request.file(".txt"));
            Child<R> child = run.launch(
                    request.child(),
                    () -> new Child<>(scope, request, launch(launcher, request, output), output, planned.job()));
            scope.add(child);
            // First of all: one that waits can begin while the rest is written down.
            launcher.launched(child);
            LaunchRecord.write(request, child.launched(), planned.state());
            child.life().watch();
            request.debugPort().ifPresent(port -> port.announce(child));
            run.register(child);
            if (scope.isOver()) {
                // The test ended while the process was made, so that its end did not find the child.
                child.kill();
                scope.requireOpen(name);
            }
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
        scope.suspendDeadlines();
        return Optional.of(DebugPort.free());
    }

    private static ChildLauncher.Launched launch(ChildLauncher launcher, LaunchRequest request, ChildOutput output)
            throws IOException {
        try {
            return launcher.launch(request);
        } catch (IOException | RuntimeException e) {
            output.discard();
            throw e;
        }
    }

    private void failed(ChildLauncher launcher, String name) {
        notStarted(launcher.number(), launcher);
        scope.change(() -> takenNames.remove(name));
    }

    private void notStarted(int child, ChildLauncher launcher) {
        run.hub().ended(child, true);
        launcher.cancel();
    }
}
