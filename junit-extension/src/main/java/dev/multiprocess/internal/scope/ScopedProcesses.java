package dev.multiprocess.internal.scope;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.call.RemoteCalls;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.start.StartRequest;
import dev.multiprocess.internal.sync.SyncKind;
import dev.multiprocess.internal.sync.SyncPlan;
import dev.multiprocess.internal.task.ActionTask;
import dev.multiprocess.internal.task.IndexedActionTask;
import dev.multiprocess.internal.task.IndexedTask;
import dev.multiprocess.internal.task.MethodTask;
import dev.multiprocess.memory.SharedMemory;
import dev.multiprocess.pool.PoolOptions;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessEvent;
import dev.multiprocess.sync.ProcessLatch;
import dev.multiprocess.sync.ProcessLock;
import dev.multiprocess.sync.ProcessSemaphore;
import dev.multiprocess.sync.SharedLong;
import dev.multiprocess.sync.SharedLongArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Starts children of one test, or of the dynamic test that uses it, with the options that hold here. */
final class ScopedProcesses implements Processes, Handle, RemoteCalls.OfProcesses {

    private static final String TASK = "the task of a child";

    private final int number;
    private final TestScope scope;
    private final ProcessOptions options;

    /** Made once, since a specification is kept for each. */
    private final ProcessOptions ofPrograms;

    ScopedProcesses(int number, TestScope scope, ProcessOptions options) {
        this.number = number;
        this.scope = scope;
        this.options = options;
        ofPrograms = options.daemon(true);
    }

    @Override
    public String handleId() {
        return "processes:" + number;
    }

    @Override
    public <R> ChildProcess<R> start(ProcessTask<R> task) {
        return start(scope.here().nextName(), task);
    }

    @Override
    public ChildProcess<Void> start(ProcessAction action) {
        return start(scope.here().nextName(), action);
    }

    @Override
    public <R> ChildProcess<R> start(String name, ProcessTask<R> task) {
        StartRequest<R> request = new StartRequest<>(name, notNull(TASK, task), options, 0);
        return scope.here().start(List.of(request)).get(0);
    }

    @Override
    public ChildProcess<Void> start(String name, ProcessAction action) {
        return start(name, new ActionTask(notNull(TASK, action)));
    }

    @Override
    public <R> ProcessGroup<R> start(int count, String name, ProcessTask<R> task) {
        notNull(TASK, task);
        return startGroup(count, name, index -> task);
    }

    @Override
    public ProcessGroup<Void> start(int count, String name, ProcessAction action) {
        return start(count, name, new ActionTask(notNull(TASK, action)));
    }

    @Override
    public <R> ProcessGroup<R> start(int count, String name, ProcessTask.Indexed<R> task) {
        notNull(TASK, task);
        return startGroup(count, name, index -> new IndexedTask<>(task, index));
    }

    @Override
    public ProcessGroup<Void> startEach(int count, String name, ProcessAction.Indexed action) {
        notNull(TASK, action);
        return startGroup(count, name, index -> new IndexedActionTask(action, index));
    }

    @Override
    public ChildProcess<Void> startMain(Class<?> mainClass, String... arguments) {
        MethodTask.OfProgram task = mainTask(mainClass, arguments);
        return startMain(scope.here().nextName(), task);
    }

    @Override
    public ChildProcess<Void> startMain(String name, Class<?> mainClass, String... arguments) {
        return startMain(notNull("the name of a child", name), mainTask(mainClass, arguments));
    }

    private ChildProcess<Void> startMain(String name, MethodTask.OfProgram task) {
        return scope.here()
                .start(List.of(new StartRequest<>(name, task, ofPrograms, 0)))
                .get(0);
    }

    private static MethodTask.OfProgram mainTask(Class<?> mainClass, String... arguments) {
        notNull("the main class of a child", mainClass);
        for (String argument : notNull("the arguments of a main method", arguments)) {
            notNull("an argument of a main method", argument);
        }
        if (!MethodTask.OfProgram.isProgram(mainClass)) {
            throw new MultiProcessConfigurationException(
                    "the main class of a child must have a method 'public static void main(String[])': mainClass="
                            + mainClass.getName());
        }
        return new MethodTask.OfProgram(mainClass, List.of(arguments));
    }

    private <R> ProcessGroup<R> startGroup(int count, String name, IntFunction<ProcessTask<R>> tasks) {
        StartRequest.requireSize(StartRequest.groupName(name), count);
        List<StartRequest<R>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(new StartRequest<>(name + "-" + (i + 1), tasks.apply(i), options, i));
        }
        TestScope here = scope.here();
        return here.group(name, here.start(requests));
    }

    @Override
    public Processes with(UnaryOperator<ProcessOptions> change) {
        return withOptions(notNull("the change of options", change).apply(options));
    }

    @Override
    public ProcessOptions options() {
        return options;
    }

    @Override
    public Processes withOptions(ProcessOptions changed) {
        requireOrder(notNull("the changed options", changed));
        return scope.starter(changed);
    }

    /** Checks the final values, since the one may be changed after the other. */
    private static void requireOrder(ProcessOptions changed) {
        Optional<Duration> soft = changed.softLimit();
        Optional<Duration> hard = changed.hardLimit();
        if (soft.isPresent() && hard.isPresent() && soft.get().compareTo(hard.get()) >= 0) {
            throw new MultiProcessConfigurationException(
                    "softLimit must be less than hardLimit: softLimit=" + soft.get() + ", hardLimit=" + hard.get());
        }
    }

    private static <T> T notNull(String what, T value) {
        return Objects.requireNonNull(value, what + " must not be null");
    }

    @Override
    @SuppressWarnings("unchecked")
    public <E> ProcessQueue<E> queue(String name, int capacity) {
        notNull("the name of a queue", name);
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "the capacity of a queue must be at least 1: queue '" + name + "' with capacity=" + capacity);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a queue must not be blank: name='" + name + "'");
        }
        return (ProcessQueue<E>) scope.here().queue(name, capacity);
    }

    @Override
    public SharedMemory sharedMemory(String name, long bytes) {
        if (notNull("the name of shared memory", name).isBlank()) {
            throw new IllegalArgumentException("the name of shared memory must not be blank: name='" + name + "'");
        }
        if (name.length() > Segment.LONGEST_NAME) {
            throw new IllegalArgumentException("the name of shared memory must not be longer than "
                    + Segment.LONGEST_NAME + " characters: length=" + name.length());
        }
        if (bytes < 1 || bytes > Segment.MOST_BYTES) {
            throw new IllegalArgumentException("the size of shared memory must be between 1 and " + Segment.MOST_BYTES
                    + " bytes (" + Segment.MOST_BYTES_TEXT + "): memory '" + name + "' with bytes=" + bytes);
        }
        return scope.here().sharedMemory(name, bytes);
    }

    @Override
    public ProcessPool pool(String name, int workers, UnaryOperator<PoolOptions> change) {
        notNull("the change of options", change);
        return poolWith(name, workers, change.apply(PoolOptions.defaults()));
    }

    @Override
    public ProcessPool poolWith(String name, int workers, PoolOptions changed) {
        return scope.here()
                .pool(notNull("the name of a pool", name), workers, notNull("the changed options", changed), options);
    }

    // ---- what processes coordinate with

    @Override
    public ProcessLock lock(String name) {
        return (ProcessLock) sync(name, SyncPlan.of(SyncKind.LOCK));
    }

    @Override
    public ProcessSemaphore semaphore(String name, int permits) {
        return (ProcessSemaphore) sync(name, SyncPlan.ownedSemaphore(name, permits));
    }

    @Override
    public ProcessSemaphore unownedSemaphore(String name, int permits, int bound) {
        return (ProcessSemaphore) sync(name, SyncPlan.semaphore(name, permits, bound));
    }

    @Override
    public ProcessLatch latch(String name, int count) {
        return (ProcessLatch) sync(name, SyncPlan.latch(name, count));
    }

    @Override
    public ProcessEvent event(String name) {
        return (ProcessEvent) sync(name, SyncPlan.of(SyncKind.EVENT));
    }

    @Override
    public ProcessBarrier barrier(String name, int parties) {
        return (ProcessBarrier) sync(name, SyncPlan.barrier(name, parties, new byte[0]));
    }

    @Override
    public ProcessBarrier barrier(String name, int parties, ProcessAction action) {
        TestScope here = scope.here();
        byte[] written =
                here.serializer().write(notNull("the action of a barrier", action), "action of barrier '" + name + "'");
        return (ProcessBarrier) sync(name, SyncPlan.barrier(name, parties, written));
    }

    @Override
    public SharedLong sharedLong(String name, long value) {
        return (SharedLong) sync(name, SyncPlan.number(value));
    }

    @Override
    public SharedLongArray sharedLongArray(String name, int length) {
        return (SharedLongArray) sync(name, SyncPlan.numbers(name, length));
    }

    private Handle sync(String name, SyncPlan plan) {
        if (notNull("the name of a " + plan.kind().word(), name).isBlank()) {
            throw new IllegalArgumentException(
                    "the name of a " + plan.kind().word() + " must not be blank: name='" + name + "'");
        }
        return scope.here().sync(name, plan);
    }

    @Override
    public Checkpoints checkpoints() {
        return scope.here().checkpoints();
    }

    @Override
    public <I, T extends I> T share(Class<I> type, I object) {
        return scope.here().share(type, object);
    }

    @Override
    public List<ChildProcess<?>> children() {
        return List.copyOf(scope.here().children());
    }
}
