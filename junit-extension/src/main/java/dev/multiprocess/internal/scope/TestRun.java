package dev.multiprocess.internal.scope;

import dev.multiprocess.SerializationCustomizer;
import dev.multiprocess.internal.archive.ArchiveHost;
import dev.multiprocess.internal.archive.ArchiveMaker;
import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.call.SharedId;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.files.Abandoned;
import dev.multiprocess.internal.files.OutputDirectory;
import dev.multiprocess.internal.files.TestDirectories;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.inventory.TestIdentity;
import dev.multiprocess.internal.inventory.TestSetup;
import dev.multiprocess.internal.jvm.ClassPath;
import dev.multiprocess.internal.jvm.Debugger;
import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.run.CallDispatch;
import dev.multiprocess.internal.run.Reception;
import dev.multiprocess.internal.run.Registration;
import dev.multiprocess.internal.run.RunChildren;
import dev.multiprocess.internal.run.RunParts;
import dev.multiprocess.internal.run.RunProcesses;
import dev.multiprocess.internal.run.RunThreads;
import dev.multiprocess.internal.segment.SegmentMaker;
import dev.multiprocess.internal.serial.Customizers;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.start.ForkServer;
import dev.multiprocess.internal.start.Launchers;
import dev.multiprocess.internal.start.PendingStarts;
import dev.multiprocess.internal.start.StartHost;
import dev.multiprocess.internal.start.StateCapture;
import dev.multiprocess.internal.sync.ConditionView;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What all tests of a test JVM share: the socket, the hub, the threads, the registry of children.
 *
 * <p>Nothing of it exists before the first child is started. Closed at the end of the JUnit engine's execution; if the
 * JVM ends earlier, a shutdown hook does the same.
 */
public final class TestRun implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TestRun.class.getName());

    /** Of this JVM, not of one run: what a child has started is found by the child's number. */
    private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

    private final MultiProcessOptions options;
    private final SessionCookie cookie;
    private final Registration registration;
    private final Map<Integer, TestScope> scopes = new ConcurrentHashMap<>();
    private final Map<List<Class<? extends SerializationCustomizer>>, ObjectCodec> serializers =
            new ConcurrentHashMap<>();
    private final OutputDirectory output;
    private final TestDirectories directories = new TestDirectories();
    private final Optional<String> debugger = Debugger.agentOfThisJvm();
    private final AtomicBoolean saidDebugged = new AtomicBoolean();
    private final RunThreads threads = new RunThreads();
    private final PendingStarts pending = new PendingStarts();
    private final Hub hub = new Hub(this::directory);
    private final Reception reception = new Reception(hub, threads.workers(), new ForReception());
    private final RunChildren children;
    private final ClassArchives archives;
    private final ForkServer forkServer;
    private final RunProcesses processes;
    private final RunParts parts;

    /** Waited for: the threads of an ending JVM do not finish what they do. */
    private CompletableFuture<Void> removalOfAbandoned = CompletableFuture.completedFuture(null);

    /** Called before any test of this library begins: remembers what the build has given this JVM. */
    public static void rememberBuild() {
        StateCapture.rememberBuild();
    }

    /**
     * Begins a run; makes nothing yet.
     *
     * @param options of the whole run, not of one test
     */
    public TestRun(MultiProcessOptions options) {
        this.options = options;
        cookie = SessionCookie.ofTestJvm(options);
        registration = new Registration(new ChildRegistry(options.outputDirectory()), cookie);
        output = new OutputDirectory(
                options.outputDirectory(),
                () -> ClassPath.ofTests(loader()).stream().map(Path::of).toList());
        children = new RunChildren(pending, hub, registration);
        archives =
                new ClassArchives(new ForArchives(), options.outputDirectory().resolve("archives"));
        StartHost forStarts = new ForStarts();
        forkServer = new ForkServer(forStarts, archives, pending, ForkServer.defaultLimit());
        processes = new RunProcesses(children, forkServer, archives);
        parts = new RunParts(
                hub,
                new SegmentMaker(this::directory),
                threads,
                children,
                new CallDispatch(this::resolve),
                new Launchers(forStarts, archives, forkServer),
                forStarts,
                RunProcesses::live,
                debugger.isPresent());
    }

    /**
     * Begins a test.
     *
     * @param test names it
     * @param testOptions its own
     * @param customizers its own, in their order
     * @param place where it is
     * @return open until {@link TestScope#end()}
     */
    public TestScope begin(
            TestIdentity test,
            MultiProcessOptions testOptions,
            List<Class<? extends SerializationCustomizer>> customizers,
            TestPlace place) {
        debugger.filter(agent -> saidDebugged.compareAndSet(false, true))
                .ifPresent(agent -> System.out.println(FailureTexts.noDeadlines(agent)));
        int number = LAST_NUMBER.incrementAndGet();
        TestScope scope = new TestScope(
                parts,
                new TestSetup(test, testOptions, serializer(customizers)),
                place,
                () -> newDirectory(test, testOptions),
                ended -> forget(number, ended));
        scopes.put(number, scope);
        return scope;
    }

    private Path newDirectory(TestIdentity test, MultiProcessOptions testOptions) {
        try {
            Path all = output.claimed();
            return directories.make(test.directory(all), all);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the output directory of test " + test + " cannot be made below multiprocess.outputDirectory="
                            + testOptions.outputDirectory() + ": " + e,
                    e);
        }
    }

    private void forget(int number, TestScope scope) {
        scopes.remove(number);
        children.forget(scope.children());
    }

    private ObjectCodec serializer(List<Class<? extends SerializationCustomizer>> customizers) {
        return serializers.computeIfAbsent(
                customizers,
                classes -> new ObjectCodec(
                        Customizers.of(classes, loader()),
                        this::resolve,
                        loader(),
                        Math.toIntExact(options.frameLimit())));
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? TestRun.class.getClassLoader() : context;
    }

    /** Finds what a handle that comes back from a child stands for. */
    private Object resolve(String handleId) {
        if (handleId.startsWith(ConditionView.KIND + ":")) {
            return ConditionView.resolve(handleId, this::resolve);
        }
        return hub.resolve(handleId).or(() -> ofChild(handleId)).orElseGet(() -> {
            Object found = handleId.startsWith(Child.KIND)
                    ? children.find(Integer.parseInt(handleId.substring(Child.KIND.length())))
                            .orElse(null)
                    : scopes.values().stream()
                            .flatMap(scope -> scope.handle(handleId).stream())
                            .findFirst()
                            .orElse(null);
            if (found == null) {
                throw new IllegalStateException("the test that " + handleId + " belongs to has ended");
            }
            return found;
        });
    }

    /** What stands for an object that a child shares. */
    private Optional<Object> ofChild(String handleId) {
        return SharedId.of(handleId)
                .filter(id -> id.owner() != 0)
                .flatMap(id ->
                        children.find(id.owner()).map(child -> child.objects().find(id, loader())));
    }

    private PrivateDirectory directory() throws IOException {
        return reception.directory();
    }

    private final class ForReception implements Reception.Host {

        @Override
        public Optional<LinkOwner> linkOwner(int number) {
            pending.await(number);
            return children.find(number).<LinkOwner>map(Child::life).or(() -> forkServer.linkOwner(number));
        }

        @Override
        public Stream<String> diagnoses() {
            return scopes.values().stream().map(TestScope::diagnosisForBuild);
        }

        @Override
        public void opened() {
            processes.open();
            CompletableFuture<Void> removal = new CompletableFuture<>();
            threads.workers().execute(() -> {
                try {
                    Abandoned.remove(options.outputDirectory());
                } finally {
                    removal.complete(null);
                }
            });
            removalOfAbandoned = removal;
        }

        @Override
        public void goesDown() {
            endAll();
        }
    }

    private final class ForStarts implements StartHost {

        @Override
        public int nextNumber() {
            return LAST_NUMBER.incrementAndGet();
        }

        @Override
        public Executor workers() {
            return threads.workers();
        }

        @Override
        public Optional<AwaitedLink> listenFor(int child) throws IOException {
            return reception.listenFor(child);
        }

        @Override
        public Path privateDirectory() throws IOException {
            return directory().path();
        }

        @Override
        public Path waitingDirectory() throws IOException {
            return output.waiting();
        }

        @Override
        public Map<String, String> cookie(int number) {
            return cookie.environment(number);
        }

        @Override
        public void register(ProcessIdentity jvm, String name) {
            registration.add(jvm, name, "");
        }

        @Override
        public void unregister(ProcessIdentity jvm, String name) {
            registration.remove(jvm, name);
        }
    }

    private final class ForArchives implements ArchiveHost {

        @Override
        public Executor workers() {
            return threads.workers();
        }

        @Override
        public void endAbandonedMakers() {
            Abandoned.endMakers(options.outputDirectory(), problem -> LOG.log(Level.WARNING, problem));
        }

        @Override
        public PrivateDirectory innerDirectory() throws IOException {
            return reception
                    .knownDirectory()
                    .orElseThrow(() -> new IOException("the run has ended"))
                    .inner(LAST_NUMBER.incrementAndGet());
        }

        @Override
        public Map<String, String> environment() {
            return cookie.environment();
        }

        @Override
        public Optional<ProcessIdentity> registerMaker(Process process) {
            Optional<ProcessIdentity> identity = ProcessIdentity.of(process.toHandle());
            identity.ifPresent(maker -> registration.add(maker, ArchiveMaker.NAME, ""));
            return identity;
        }

        @Override
        public void unregisterMaker(ProcessIdentity maker) {
            registration.remove(maker, ArchiveMaker.NAME);
        }
    }

    /**
     * Ends every child with all that it has started, without asking: for a JVM that goes down in the middle of a test,
     * whose other threads continue meanwhile.
     */
    private void endAll() {
        pending.end();
        archives.close();
        processes.end();
        RunProcesses.endLeft();
        hub.close();
    }

    /** Ends what tests have left, and everything that was made for them. */
    @Override
    public synchronized void close() {
        scopes.values().forEach(TestScope::end);
        forkServer.close();
        archives.close();
        if (reception.close(hub::close)) {
            processes.close();
            RunProcesses.endLeft();
        }
        removalOfAbandoned.join();
        output.close();
        threads.close();
    }
}
