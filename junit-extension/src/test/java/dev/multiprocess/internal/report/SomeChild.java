package dev.multiprocess.internal.report;

import dev.multiprocess.StartMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes facts of a child called 'a', of which a test says only what matters. */
final class SomeChild {

    static final Duration GRACE = Duration.ofMillis(500);
    static final ChildId ID = new ChildId(7, "a", 1, 4711);
    static final StackTraceElement STARTED = new StackTraceElement("example.ShopTests", "sells", "ShopTests.java", 12);

    private Optional<Ending> ending = Optional.empty();
    private Optional<Duration> bootTime = Optional.of(Duration.ofMillis(60));
    private Limits limits = Limits.of(Duration.ofSeconds(30), Optional.empty(), Optional.empty());
    private Optional<String> exitStack = Optional.empty();
    private Optional<String> lingering = Optional.empty();
    private Optional<Path> crashReport = Optional.empty();
    private Optional<Path> heapDump = Optional.empty();
    private List<String> agents = List.of();
    private List<String> output = List.of();
    private List<Path> ownFiles = List.of();
    private Optional<String> lost = Optional.empty();

    static SomeChild alive() {
        return new SomeChild();
    }

    static SomeChild ended(Ending ending) {
        SomeChild child = new SomeChild();
        child.ending = Optional.of(ending);
        return child;
    }

    /** The end of a process whose task had begun and has said nothing more. */
    static Ending end(int code) {
        return end(code, Ending.Task.UNENDED);
    }

    static Ending end(int code, Ending.Task task) {
        return end(code, true, task, Ending.Exit.NONE, false, false);
    }

    static Ending end(int code, boolean begun, Ending.Task task, Ending.Exit exit, boolean killed, boolean lingering) {
        return Ending.of(
                new Ending.Known(code, begun, task, exit, false, killed, lingering, false, Optional.empty(), GRACE));
    }

    SomeChild notBegun() {
        bootTime = Optional.empty();
        return this;
    }

    SomeChild with(Limits some) {
        limits = some;
        return this;
    }

    SomeChild exitCalledAt(String stack) {
        exitStack = Optional.of(stack);
        return this;
    }

    SomeChild lingeringWith(String dump) {
        lingering = Optional.of(dump);
        return this;
    }

    SomeChild dumped(Path crash, Path heap) {
        crashReport = Optional.of(crash);
        heapDump = Optional.of(heap);
        return this;
    }

    SomeChild withAgents(String... names) {
        agents = List.of(names);
        return this;
    }

    SomeChild saying(String... lines) {
        output = List.of(lines);
        return this;
    }

    SomeChild keeping(Path... files) {
        ownFiles = List.of(files);
        return this;
    }

    SomeChild losing(String what) {
        lost = Optional.of(what);
        return this;
    }

    ChildFacts facts() {
        return new ChildFacts(
                ID,
                "ShopTests.sells",
                StartMethod.SPAWN,
                bootTime,
                limits,
                ending,
                exitStack,
                lingering,
                crashReport,
                heapDump,
                agents,
                "-Xmx64m",
                new ChildFacts.Output(output, Path.of("out", "a.txt"), lost, ownFiles),
                List.of(STARTED));
    }
}
