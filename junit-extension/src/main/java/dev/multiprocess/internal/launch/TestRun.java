package dev.multiprocess.internal.launch;

import dev.multiprocess.SerializationCustomizer;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.archive.ArchiveHost;
import dev.multiprocess.internal.archive.ArchiveMaker;
import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.files.Abandoned;
import dev.multiprocess.internal.files.OutputDirectory;
import dev.multiprocess.internal.files.TestDirectories;
import dev.multiprocess.internal.jvm.ClassPath;
import dev.multiprocess.internal.jvm.Debugger;
import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.os.MachinePermits;
import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.queue.Hub;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.OrphanReaper;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.serial.Customizers;
import dev.multiprocess.internal.serial.Serializer;
import dev.multiprocess.internal.start.ForkServer;
import dev.multiprocess.internal.start.Launchers;
import dev.multiprocess.internal.start.PendingStarts;
import dev.multiprocess.internal.start.StartHost;
import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Greeting;
import dev.multiprocess.internal.wire.LinkPort;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.internal.wire.ProtocolException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What all tests of a test JVM share: the socket, the hub, the threads, the registry of children.
 *
 * <p>Nothing of it exists before the first child is started. Closed at the end of the JUnit engine's execution; should
 * the JVM end before, a shutdown hook does the same.
 */
public final class TestRun implements StartHost, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TestRun.class.getName());
    private static final int LINK_FRAME_LIMIT = Integer.MAX_VALUE - 64;

    /** The runs of this JVM that have had children; more than one only where tests run tests. */
    private static final Set<TestRun> OPEN = ConcurrentHashMap.newKeySet();

    /** Of this JVM, not of one run: what a child has started is found by the child's number. */
    private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

    private final MultiProcessOptions options;
    private final SessionCookie cookie;
    private final ChildRegistry registry;
    private final Hub hub = new Hub(this::directory);
    private final Calls calls = new Calls(this);
    private final Map<Integer, Child<?>> children = new ConcurrentHashMap<>();
    private final Map<Integer, TestScope> scopes = new ConcurrentHashMap<>();
    private final Map<List<Class<? extends SerializationCustomizer>>, Serializer> serializers =
            new ConcurrentHashMap<>();
    private final OutputDirectory output;
    private final TestDirectories directories = new TestDirectories();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, named("multiprocess-deadline"));
    private final ExecutorService workers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), named("multiprocess-worker"));
    private final Executor persistent = new PersistentExecutor(workers);
    private final Optional<String> debugger = Debugger.agentOfThisJvm();
    private final AtomicBoolean saidDebugged = new AtomicBoolean();

    private final ClassArchives archives;
    private final ForkServer forkServer;

    private final PendingStarts pending = new PendingStarts();
    private final Launchers launchers;

    /** Null until there is a child, or a queue. */
    private volatile Listening listening;

    /** Waited for: the threads of a JVM that ends do not finish what they do. */
    private CompletableFuture<Void> removalOfAbandoned = CompletableFuture.completedFuture(null);

    /** Those whose directory was deleted: children that have called there are still heard. */
    private final List<Listening> former = new ArrayList<>();

    /**
     * Begins a run; makes nothing yet.
     *
     * @param options of the whole run, not of one test
     */
    public TestRun(MultiProcessOptions options) {
        this.options = options;
        cookie = SessionCookie.ofTestJvm(options);
        output = new OutputDirectory(
                options.outputDirectory(),
                () -> ClassPath.ofTests(loader()).stream().map(Path::of).toList());
        registry = new ChildRegistry(options.outputDirectory());
        archives =
                new ClassArchives(new ForArchives(), options.outputDirectory().resolve("archives"));
        forkServer = new ForkServer(this, archives, pending, ForkServer.defaultLimit());
        launchers = new Launchers(this, archives, forkServer);
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Begins a test.
     *
     * @param test names it
     * @param testOptions its own
     * @param customizers its own, in their order
     * @return open until {@link TestScope#end()}
     */
    public TestScope begin(
            TestIdentity test,
            MultiProcessOptions testOptions,
            List<Class<? extends SerializationCustomizer>> customizers) {
        debugger.filter(agent -> saidDebugged.compareAndSet(false, true))
                .ifPresent(agent -> System.out.println(FailureTexts.noDeadlines(agent)));
        TestScope scope = new TestScope(nextNumber(), this, test, testOptions, serializer(customizers));
        scopes.put(scope.number(), scope);
        return scope;
    }

    void forget(TestScope scope) {
        scopes.remove(scope.number());
        scope.children().forEach(child -> children.remove(child.number));
    }

    @Override
    public int nextNumber() {
        return LAST_NUMBER.incrementAndGet();
    }

    MachinePermits permits() {
        return MachinePermits.ofThisMachine();
    }

    Hub hub() {
        return hub;
    }

    Calls calls() {
        return calls;
    }

    @Override
    public Executor workers() {
        return workers;
    }

    /** For what must happen even if memory runs out, and may be repeated then. */
    Executor persistent() {
        return persistent;
    }

    /** How many children live in this JVM, whichever run they belong to. */
    static int liveProcesses() {
        return (int) OPEN.stream()
                .flatMap(run -> Stream.concat(
                        run.children.values().stream().map(Child::process), run.forkServer.processes().stream()))
                .filter(ProcessHandle::isAlive)
                .count();
    }

    boolean isDebugged() {
        return debugger.isPresent();
    }

    /**
     * Sets a timer.
     *
     * @param action may be repeated, if memory runs out over it
     */
    ScheduledFuture<?> later(Duration delay, Runnable action) {
        // The timer's one thread must be free for the next deadline.
        // convert() stops at the largest number, where toNanos() throws.
        return timer.schedule(
                () -> persistent.execute(action), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    }

    private Serializer serializer(List<Class<? extends SerializationCustomizer>> customizers) {
        return serializers.computeIfAbsent(
                customizers,
                classes -> new Serializer(
                        Customizers.of(classes, loader()),
                        this::resolve,
                        loader(),
                        Math.toIntExact(options.frameLimit())));
    }

    static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? TestRun.class.getClassLoader() : context;
    }

    /** Finds what a handle stands for that comes back from a child. */
    Object resolve(String handleId) {
        return hub.resolve(handleId).orElseGet(() -> {
            Object found = handleId.startsWith(Child.KIND)
                    ? children.get(Integer.parseInt(handleId.substring(Child.KIND.length())))
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

    TestDirectories directories() {
        return directories;
    }

    /**
     * Tells where all files of this run go, when the first of them is written.
     *
     * @throws dev.multiprocess.MultiProcessConfigurationException if other users can change what is there
     * @throws IOException if it cannot be made
     */
    Path outputDirectory() throws IOException {
        return output.claimed();
    }

    // ---- children

    /** Starts a child so that it is known before it can call. */
    <R> Child<R> launch(int number, PendingStarts.Start<Child<R>> start) throws IOException {
        return pending.run(number, () -> {
            Child<R> child = start.start();
            children.put(number, child);
            return child;
        });
    }

    /** Forgets a child that did not come to be; nobody of it will write to what had been handed to it. */
    void notStarted(int number) {
        children.remove(number);
        hub.ended(number, true);
    }

    private LinkOwner expected(int number) throws ProtocolException {
        pending.await(number);
        return linkOwner(number).orElseThrow(() -> new ProtocolException("child " + number + " is not expected"));
    }

    private Optional<LinkOwner> linkOwner(int number) {
        Child<?> child = children.get(number);
        return child != null ? Optional.of(child.life()) : forkServer.linkOwner(number);
    }

    Launchers launchers() {
        return launchers;
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
        register(jvm, name, "");
    }

    private final class ForArchives implements ArchiveHost {

        @Override
        public Executor workers() {
            return workers;
        }

        @Override
        public void endAbandonedMakers() {
            Abandoned.endMakers(
                    options.outputDirectory(), Stopping.DEATH_LIMIT, problem -> LOG.log(Level.WARNING, problem));
        }

        @Override
        public PrivateDirectory innerDirectory() throws IOException {
            Listening now = listening;
            if (now == null) {
                throw new IOException("the run has ended");
            }
            return now.directory().inner(nextNumber());
        }

        @Override
        public Map<String, String> environment() {
            return cookie.environment();
        }

        @Override
        public Optional<ProcessIdentity> registerMaker(Process process) {
            Optional<ProcessIdentity> identity = ProcessIdentity.of(process.toHandle());
            identity.ifPresent(maker -> register(maker, ArchiveMaker.NAME, ""));
            return identity;
        }

        @Override
        public void unregisterMaker(ProcessIdentity maker) {
            unregister(maker, ArchiveMaker.NAME);
        }
    }

    void register(Child<?> child) {
        String test = child.scope().test().toString();
        child.life().identity().ifPresent(identity -> register(identity, child.name(), test));
    }

    private void register(ProcessIdentity identity, String name, String test) {
        try {
            registry.add(new ChildRegistry.Entry(identity, name, test, cookie));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "child ''{0}'' could not be registered for clean-up: {1}", name, e);
        }
    }

    @Override
    public void unregister(ProcessIdentity identity, String name) {
        try {
            registry.remove(identity);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "child ''{0}'' could not be unregistered: {1}", name, e);
        }
    }

    void ended(Child<?> child, boolean well) {
        hub.ended(child.number, well);
        child.life().identity().ifPresent(identity -> unregister(identity, child.name()));
        restrictCrashFile(child);
    }

    /** It holds the arguments of its JVM, among which may be passwords, and was written with the mask for new files. */
    private static void restrictCrashFile(Child<?> child) {
        try {
            OwnFile.restrict(child.crashFile());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a crash report may be readable by other users: {0}", e.toString());
        }
    }

    /** Tells where this JVM listens, which it does from its first queue or child on. */
    @Override
    public Path privateDirectory() throws IOException {
        return directory().path();
    }

    private PrivateDirectory directory() throws IOException {
        Listening now = listening;
        return now != null && now.isReachable() ? now.directory() : listen();
    }

    private synchronized PrivateDirectory listen() throws IOException {
        if (listening != null && !listening.isReachable()) {
            LOG.log(
                    Level.WARNING,
                    "the directory {0} of this test JVM is gone, as some process has deleted it; children and queues"
                            + " that are made from now on have another",
                    listening.directory().path());
            former.add(listening);
            listening = null;
        }
        if (listening == null) {
            listening = Listening.begin(this::arrived, this::endAll, workers);
            OPEN.add(this);
            CompletableFuture<Void> removal = new CompletableFuture<>();
            workers.execute(() -> {
                try {
                    Abandoned.remove(options.outputDirectory(), Stopping.DEATH_LIMIT);
                } finally {
                    removal.complete(null);
                }
            });
            removalOfAbandoned = removal;
        }
        return listening.directory();
    }

    @Override
    public Optional<AwaitedLink> listenFor(int child) throws IOException {
        directory();
        Optional<LinkPort> port = listening.ports().next();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            LinkServer link = LinkServer.listen(port.get(), workers, LINK_FRAME_LIMIT, caller -> called(child, caller));
            return Optional.of(new AwaitedLink(port.get().words(), link));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a child has to call by the socket: {0}", e.toString());
            return Optional.empty();
        }
    }

    private LinkListener called(int child, LinkServer link) throws ProtocolException {
        LinkOwner owner = expected(child);
        if (!owner.connected(link)) {
            throw new ProtocolException("child " + child + " has a link already");
        }
        return owner;
    }

    private void arrived(Greeting greeting, SocketChannel channel) throws IOException {
        if (greeting.kind() == Greeting.DIAGNOSIS) {
            Acceptor.welcome(channel);
            workers.execute(() -> tellWhatTestsDo(channel));
            return;
        }
        LinkOwner owner = expected(greeting.child());
        ConnectionLoop loop = listening.loop();
        if (greeting.kind() == Greeting.PIPE) {
            hub.arrived(greeting, owner.name(), channel, loop);
        } else {
            LinkServer link = LinkServer.open(channel, loop, LINK_FRAME_LIMIT, owner);
            if (!owner.connected(link)) {
                link.drainAndClose();
            }
        }
    }

    /** Answers a build tool that is about to kill this JVM. */
    private void tellWhatTestsDo(SocketChannel channel) {
        try (channel) {
            for (TestScope scope : scopes.values()) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(scope.diagnosisForBuild() + "\n");
                while (text.hasRemaining() && channel.write(text) > 0) {
                    // A text is far shorter than a socket's buffer; what does not fit is in its file.
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a build tool asked what tests do, but did not wait for the answer: {0}", e);
        }
    }

    /**
     * Ends every child with all that it has started, without asking: for a JVM that goes down in the middle of a test, whose
     * other threads go on meanwhile.
     */
    private void endAll() {
        pending.end();
        archives.close();
        Stream<ProcessHandle> started = children.values().stream().map(Child::process);
        List<ProcessIdentity> roots = Stream.concat(started, forkServer.processes().stream())
                .flatMap(process -> ProcessIdentity.of(process).stream())
                .toList();
        new ProcessTree(roots).end(Duration.ZERO, Stopping.DEATH_LIMIT);
        endWhatChildrenLeft();
        hub.close();
    }

    /** Ends what tests have left, and everything that was made for them. */
    @Override
    public synchronized void close() {
        scopes.values().forEach(TestScope::end);
        forkServer.close();
        archives.close();
        for (Listening each : former) {
            each.close();
            each.end();
        }
        former.clear();
        if (listening != null) {
            listening.close();
            hub.close();
            listening.end();
            listening = null;
            OPEN.remove(this);
            endWhatChildrenLeft();
        }
        removalOfAbandoned.join();
        output.close();
        timer.shutdownNow();
        workers.shutdown();
    }

    /** Ends what children had started and left when they ended; nothing but the mark in its environment tells whose it is. */
    private void endWhatChildrenLeft() {
        OrphanReaper reaper = new OrphanReaper(List.of(), problem -> LOG.log(Level.WARNING, problem));
        List<OrphanReaper.Leftover> left =
                ProcessIdentity.of(ProcessHandle.current()).map(reaper::findOfOwner).orElse(List.of()).stream()
                        .filter(process -> !isOfAnotherRun(process))
                        .toList();
        left.forEach(process -> LOG.log(Level.WARNING, "a child left a process behind, which is ended: {0}", process));
        if (!left.isEmpty()) {
            OrphanReaper.end(left, Duration.ZERO, Stopping.DEATH_LIMIT);
        }
    }

    /** In a test that runs tests the outer run's children have the same owner. */
    private static boolean isOfAnotherRun(OrphanReaper.Leftover leftover) {
        return OPEN.stream()
                .flatMap(run -> Stream.concat(
                        Stream.concat(run.children.values().stream().map(Child::process), run.archives.processes()),
                        run.forkServer.processes().stream()))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .anyMatch(process -> process.pid() == leftover.process().pid());
    }
}
