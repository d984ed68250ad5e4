package dev.multiprocess.internal.child;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.CallSender;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.call.CarriedCall;
import dev.multiprocess.internal.call.RemoteCalls;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.call.SharedId;
import dev.multiprocess.internal.call.SharedObjects;
import dev.multiprocess.internal.call.SharedProxy;
import dev.multiprocess.internal.checkpoint.CheckpointsView;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.HandleResolver;
import dev.multiprocess.internal.pool.PoolCalls;
import dev.multiprocess.internal.pool.PoolView;
import dev.multiprocess.internal.queue.RemoteQueues;
import dev.multiprocess.internal.segment.MappedSegments;
import dev.multiprocess.internal.segment.MemoryView;
import dev.multiprocess.internal.serial.Customizers;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.sync.ConditionView;
import dev.multiprocess.internal.sync.SyncViews;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.thread.Uninterruptibly;
import dev.multiprocess.pool.PoolOptions;
import dev.multiprocess.pool.TaskOptions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Finds what the handles that arrive in a child stand for: queues by their pipes, everything else by an object whose
 * methods are carried out in the test JVM.
 */
final class RemoteHandles implements HandleResolver, Supplier<ObjectCodec> {

    private static final List<String> WITHOUT_SOCKETS =
            List.of("child", "group", "processes", "pool", SharedId.KIND, MemoryView.KIND, CheckpointsView.KIND);

    private final int child;
    private final Job job;
    private final TestJvm testJvm;
    private final SystemCalls systemCalls;
    private final MappedSegments segments = new MappedSegments();
    private ObjectCodec serializer;
    private RemoteQueues queues;

    /** Null until a lock or the like is met. */
    private volatile SyncViews syncs;

    /** Null until this child shares an object, or uses one. */
    private SharedObjects shared;

    /** Null until another process calls. */
    private Executor threads;

    RemoteHandles(int child, Job job, TestJvm testJvm, SystemCalls systemCalls) {
        this.child = child;
        this.job = job;
        this.testJvm = testJvm;
        this.systemCalls = systemCalls;
    }

    /** Prepares on another thread what the handles of the job will need; before the first is resolved. */
    void prepare() {
        for (String id : job.handedOver()) {
            if (!WITHOUT_SOCKETS.contains(kind(id))) {
                testJvm.expectSockets();
                return;
            }
        }
    }

    private static String kind(String handleId) {
        return handleId.substring(0, handleId.indexOf(':'));
    }

    /** The serializer of this child; it is made when it is first asked for, on one thread. */
    @Override
    public ObjectCodec get() {
        if (serializer == null) {
            serializer = new ObjectCodec(
                    Customizers.named(job.customizers(), RemoteHandles.class.getClassLoader()),
                    this,
                    RemoteHandles.class.getClassLoader(),
                    job.frameLimit());
        }
        return serializer;
    }

    @Override
    public Object resolve(String handleId) {
        return switch (kind(handleId)) {
            case "child" -> proxy(handleId, ChildProcess.class);
            case "group" -> proxy(handleId, ProcessGroup.class);
            case "processes" -> proxy(handleId, Processes.class);
            case SharedId.KIND -> shared().find(handleId).orElseGet(() -> foreign(handleId));
            case "pool" -> pool(handleId);
            case CheckpointsView.KIND -> segments.resolve(handleId, checkpoints());
            case MemoryView.KIND -> segments.resolve(handleId, MemoryView.VIEWS);
            case ConditionView.KIND -> ConditionView.resolve(handleId, this::resolve);
            case "lock", "semaphore", "latch", "event", "barrier", "shared-long", "shared-long-array" ->
                segments.resolve(handleId, syncs());
            default ->
                queues().resolve(handleId)
                        .orElseThrow(() -> new IllegalStateException(
                                "a handle of this kind is not known in a child: " + handleId));
        };
    }

    private RemoteCheckpoints checkpoints() {
        return new RemoteCheckpoints(child, this, new Sender(true), new Sender(false));
    }

    /** No lambda: a child makes it before its task begins. */
    private final class Sender implements CallSender {

        private final boolean waits;

        Sender(boolean waits) {
            this.waits = waits;
        }

        @Override
        public Reply send(String handleId, String method, byte[] invocation) throws InterruptedException {
            return waits
                    ? RemoteHandles.this.send(handleId, method, invocation)
                    : sendAtOnce(handleId, method, invocation);
        }
    }

    private PoolView pool(String handleId) {
        InvocationHandler caller = (proxy, method, arguments) -> Calls.call(
                serializer,
                handleId,
                method,
                arguments,
                method.getName().equals(PoolCalls.WAITING) ? this::send : this::sendAtOnce);
        PoolCalls calls = (PoolCalls)
                Proxy.newProxyInstance(RemoteHandles.class.getClassLoader(), new Class<?>[] {PoolCalls.class}, caller);
        return new PoolView(
                handleId, new RemotePool(handleId, calls, testJvm, serializer, threads()), TaskOptions.defaults());
    }

    /** Waits until there are sockets. */
    synchronized RemoteQueues queues() {
        if (queues == null) {
            TestJvm.Sockets sockets = testJvm.sockets();
            queues = new RemoteQueues(
                    child, sockets.dialer(), sockets.loop(), systemCalls, Set.copyOf(job.handedOver()), this);
        }
        return queues;
    }

    /** Waits until there are sockets. */
    private synchronized SyncViews syncs() {
        if (syncs == null) {
            syncs = new SyncViews(child, job.childName(), queues().doorbell(), new ActionReader());
        }
        return syncs;
    }

    /** Reads actions of barriers; not a lambda, since this is made before the task begins. */
    private final class ActionReader implements Function<byte[], Object> {

        @Override
        public Object apply(byte[] bytes) {
            return serializer.read(bytes);
        }
    }

    /** Notes that the task that this thread has run is over. */
    void taskReturned() {
        SyncViews used = syncs;
        if (used != null) {
            used.taskReturned();
        }
    }

    /** What this child can ask about itself. */
    RemoteCalls.OfChild self() {
        return (RemoteCalls.OfChild) proxy("child:" + child, RemoteCalls.OfChild.class);
    }

    private Object proxy(String handleId, Class<?> type) {
        InvocationHandler calls = (proxy, method, arguments) -> invoke(handleId, proxy, method, arguments);
        return Proxy.newProxyInstance(RemoteHandles.class.getClassLoader(), new Class<?>[] {type, Handle.class}, calls);
    }

    private Object invoke(String handleId, Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Handle.class) {
            return handleId;
        }
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" ->
                    arguments[0] instanceof Handle other && other.handleId().equals(handleId);
                case "hashCode" -> handleId.hashCode();
                default -> handleId;
            };
        }
        if (method.isDefault()) {
            // Made of other methods, and what it returns may be of this JVM.
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "with" -> with(handleId, (UnaryOperator<?>) arguments[0]);
            case "onExit" -> onExit(handleId);
            case "share" -> share((Class<?>) arguments[0], arguments[1]);
            case "pool" -> pool(handleId, arguments);
            default -> call(handleId, method, arguments);
        };
    }

    /** The object stays here. */
    @SuppressWarnings("unchecked")
    private <I> Object share(Class<?> type, Object object) {
        return shared().<I, I>share((Class<I>) type, (I) object);
    }

    @SuppressWarnings("unchecked")
    private Object pool(String handleId, Object... arguments) throws Throwable {
        Method poolWith =
                RemoteCalls.OfProcesses.class.getMethod("poolWith", String.class, int.class, PoolOptions.class);
        PoolOptions options = ((UnaryOperator<PoolOptions>) arguments[2]).apply(PoolOptions.defaults());
        return call(handleId, poolWith, arguments[0], arguments[1], options);
    }

    /** The change is made here, since the user's function need not be able to cross. */
    @SuppressWarnings("unchecked")
    private Object with(String handleId, UnaryOperator<?> change) throws Throwable {
        Method options = RemoteCalls.OfProcesses.class.getMethod("options");
        Method withOptions = RemoteCalls.OfProcesses.class.getMethod("withOptions", ProcessOptions.class);
        ProcessOptions now = (ProcessOptions) call(handleId, options);
        return call(handleId, withOptions, ((UnaryOperator<ProcessOptions>) change).apply(now));
    }

    private CompletableFuture<ExitStatus> onExit(String handleId) {
        CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        Thread waiter = new Thread(
                () -> {
                    try {
                        Method await = RemoteCalls.OfChild.class.getMethod("awaitUnseenExit");
                        exit.complete((ExitStatus) call(handleId, await));
                    } catch (Throwable e) {
                        // Whatever it is, the waiting threads are to see it.
                        exit.completeExceptionally(e);
                    }
                },
                "multiprocess-on-exit");
        waiter.setDaemon(true);
        waiter.start();
        return exit;
    }

    private Object call(String handleId, Method method, Object... arguments) throws Throwable {
        return Calls.call(serializer, handleId, method, arguments, this::send);
    }

    private Reply send(String handleId, String method, byte[] invocation) throws InterruptedException {
        int owner = SharedId.of(handleId).map(SharedId::owner).orElse(0);
        if (owner == child) {
            return carryOut(handleId, invocation);
        }
        String what = method + (owner == 0 ? " in the test JVM" : " in another child");
        return testJvm.link().call(handleId, what, owner, invocation);
    }

    /** Calls what does not wait: an interruption does not end it either, and is kept for what does. */
    private Reply sendAtOnce(String handleId, String method, byte[] invocation) {
        LinkClient link = testJvm.link();
        CompletableFuture<Reply> answer = link.call(link.nextCall(), handleId, invocation);
        Waiting moment = Waiting.forMoment();
        try {
            return Uninterruptibly.get(answer::get);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the test JVM is gone", e.getCause());
        } finally {
            moment.end();
        }
    }

    // ---- shared objects

    private Object foreign(String handleId) {
        return SharedProxy.ofForeign(
                SharedId.of(handleId).orElseThrow(), RemoteHandles.class.getClassLoader(), this::call);
    }

    private synchronized SharedObjects shared() {
        if (shared == null) {
            shared = new SharedObjects(child, this::call);
        }
        return shared;
    }

    /** Carries out a call of another process, on a thread of its own. */
    CompletableFuture<Reply> carryOut(CallRequest request) {
        if (WorkerTask.isFor(request.handleId())) {
            return workerCall(request);
        }
        CarriedCall call = new CarriedCall(() -> Waiting.inTheNameOf(
                request.caller(), request.number(), () -> carryOut(request.handleId(), request.invocation())));
        threads().execute(call);
        return call;
    }

    /** On the main thread, after the calls that came before. */
    private CompletableFuture<Reply> workerCall(CallRequest request) {
        CarriedCall call =
                request.handleId().equals(WorkerTask.END) ? WorkerTask.last() : new CarriedCall(() -> run(request));
        WorkerTask.add(call);
        return call;
    }

    private Reply run(CallRequest request) {
        testJvm.link().begun(request.number());
        try {
            return Calls.run(serializer, request.invocation(), "task " + WorkerTask.task(request.handleId()));
        } finally {
            taskReturned();
        }
    }

    private Reply carryOut(String handleId, byte[] invocation) {
        return Calls.carryOut(
                serializer,
                type -> shared().find(handleId)
                        .flatMap(proxy -> SharedProxy.objectOf(proxy, type))
                        .orElseThrow(() -> new IllegalStateException(
                                "methods of " + type.getName() + " cannot be called on " + handleId)),
                invocation);
    }

    private synchronized Executor threads() {
        if (threads == null) {
            AtomicInteger last = new AtomicInteger();
            threads = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "multiprocess-call-" + last.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
        }
        return threads;
    }
}
