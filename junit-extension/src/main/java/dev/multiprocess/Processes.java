package dev.multiprocess;

import dev.multiprocess.internal.child.ThisChild;
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
import java.util.List;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * Starts the child JVMs of one test; injected into test methods and their {@code @BeforeEach} and {@code @AfterEach}.
 *
 * <p>Injected into {@code @BeforeAll} and {@code @AfterAll} of a class with {@link MultiProcess}, it starts those of the
 * class, which live until the last {@code @AfterAll} method has run, whichever test starts them. What is said of a test
 * here is true of the class then.
 *
 * <p>In a factory of dynamic tests it starts those of the factory, and on the thread of a dynamic test those of that test.
 *
 * <p>Every method that starts a child returns as soon as the process exists, so that children boot side by side; the
 * task runs when the child is up. Everything that was started is gone when the test has ended. May be used from any
 * thread, and in a child that captured it, for which the test JVM starts the process and owns it.
 *
 * <p>These methods throw {@link NotTransferableException} if the task, or a value that it captured, cannot cross to
 * another JVM, {@link IllegalStateException} if the test has ended, and {@link MultiProcessConfigurationException} if a
 * child cannot be started with the options given. Nothing is started then.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Processes {

    /**
     * Returns the child that runs this code.
     *
     * @return the same whenever it is asked for
     * @throws IllegalStateException if this JVM is no child of a test
     */
    static CurrentChild current() {
        return ThisChild.current();
    }

    /**
     * Starts a child named {@code child-1}, {@code child-2} and so on.
     *
     * @param <R> what the task returns
     * @param task what the child runs
     * @return the child, whose process exists
     */
    <R> ChildProcess<R> start(ProcessTask<R> task);

    /**
     * Starts a child named {@code child-1}, {@code child-2} and so on, that returns nothing.
     *
     * @param action what the child runs
     * @return the child, whose process exists
     */
    ChildProcess<Void> start(ProcessAction action);

    /**
     * Starts a child.
     *
     * @param <R> what the task returns
     * @param name letters, digits, {@code _} and {@code -}, at most 64 of them; no other child of the test that is alive
     *     may have it
     * @param task what the child runs
     * @return the child, whose process exists
     */
    <R> ChildProcess<R> start(String name, ProcessTask<R> task);

    /**
     * Starts a child that returns nothing.
     *
     * @param name as for {@link #start(String, ProcessTask)}
     * @param action what the child runs
     * @return the child, whose process exists
     */
    ChildProcess<Void> start(String name, ProcessAction action);

    /**
     * Starts several children that run the same task.
     *
     * @param <R> what the task returns
     * @param count how many, 1 to 64
     * @param name the group's name; the children are {@code name-1} to {@code name-count}
     * @param task what each child runs
     * @return the children, whose processes exist
     */
    <R> ProcessGroup<R> start(int count, String name, ProcessTask<R> task);

    /**
     * Starts several children that run the same action.
     *
     * @param count how many, 1 to 64
     * @param name the group's name; the children are {@code name-1} to {@code name-count}
     * @param action what each child runs
     * @return the children, whose processes exist
     */
    ProcessGroup<Void> start(int count, String name, ProcessAction action);

    /**
     * Starts several children that run the same task, each with a number of its own.
     *
     * @param <R> what the task returns
     * @param count how many, 1 to 64
     * @param name the group's name; the children are {@code name-1} to {@code name-count}
     * @param task what each child runs, given its number from 0
     * @return the children, whose processes exist
     */
    <R> ProcessGroup<R> start(int count, String name, ProcessTask.Indexed<R> task);

    /**
     * Starts several children that run the same action, each with a number of its own.
     *
     * @param count how many, 1 to 64
     * @param name the group's name; the children are {@code name-1} to {@code name-count}
     * @param action what each child runs, given its number from 0
     * @return the children, whose processes exist
     */
    ProcessGroup<Void> startEach(int count, String name, ProcessAction.Indexed action);

    /**
     * Starts a child named {@code child-1}, {@code child-2} and so on, that runs a program: see
     * {@link #startMain(String, Class, String...)}.
     *
     * @param mainClass has the main method
     * @param arguments what the main method is called with
     * @return the child, whose process exists
     * @throws MultiProcessConfigurationException if the class has no main method, or as for every start
     */
    ChildProcess<Void> startMain(Class<?> mainClass, String... arguments);

    /**
     * Starts a child that runs a program: the method {@code public static void main(String[])} of a class.
     *
     * <p>The child is a daemon. If threads live on when the main method has returned, it serves: it runs until the end of the
     * test, which stops it, and {@link ChildProcess#result()} returns {@code null} at once. A program that ends before that
     * has ended well if its last thread has ended, or if it has exited with code 0, also before its main method returned. If
     * the main method throws, or the program exits with another code, the test fails.
     *
     * @param name as for {@link #start(String, ProcessTask)}
     * @param mainClass has the main method, itself or in a superclass; it need not be public
     * @param arguments what the main method is called with
     * @return the child, whose process exists
     * @throws MultiProcessConfigurationException if the class has no main method, or as for every start
     */
    ChildProcess<Void> startMain(String name, Class<?> mainClass, String... arguments);

    /**
     * Sets how further children are to be started.
     *
     * @param change what to change, given the options in force here, as in {@code o -> o.heap("64m")}
     * @return starts children of the same test, with those options; this object is unchanged
     * @throws MultiProcessConfigurationException if the soft limit is not less than the hard limit
     */
    Processes with(UnaryOperator<ProcessOptions> change);

    /**
     * Makes a queue for as many elements as its bytes allow, for a test whose parameters cannot say how many queues there
     * are.
     *
     * @param <E> the type of its elements
     * @param name for messages; two queues may have the same
     * @return a new queue that ends with the test
     */
    default <E> ProcessQueue<E> queue(String name) {
        return queue(name, Integer.MAX_VALUE);
    }

    /**
     * Makes a queue, for a test whose parameters cannot say how many queues there are, or how large they are.
     *
     * @param <E> the type of its elements
     * @param name for messages; two queues may have the same
     * @param capacity the largest number of elements in it
     * @return a new queue that ends with the test
     * @throws IllegalArgumentException if the capacity is below 1, or the name is blank
     */
    <E> ProcessQueue<E> queue(String name, int capacity);

    /**
     * Makes memory that all processes of the test can share, for a test whose parameters cannot say how much there is.
     *
     * @param name for messages, at most 1000 characters; two may have the same
     * @param bytes from 1 to 2047 MiB; all are zero
     * @return ends with the test
     * @throws IllegalArgumentException if there cannot be so many bytes, or such a name
     * @throws java.io.UncheckedIOException if no file system has room for it; the message says which were tried
     * @throws ProcessInterruptedException if this thread is interrupted meanwhile
     */
    SharedMemory sharedMemory(String name, long bytes);

    /**
     * Makes a pool of worker processes, which has the options that hold here.
     *
     * @param name of the pool; its workers are {@code name-1} and so on
     * @param workers the most workers, 1 to 64
     * @return closed with the test
     * @throws MultiProcessConfigurationException if there cannot be such a pool
     */
    default ProcessPool pool(String name, int workers) {
        return pool(name, workers, UnaryOperator.identity());
    }

    /**
     * Makes a pool of worker processes, which has the options that hold here.
     *
     * @param name of the pool; its workers are {@code name-1} and so on
     * @param workers the most workers, 1 to 64
     * @param change what is to be particular about the workers, as in {@code o -> o.initializer(Cache::load)}
     * @return closed with the test
     * @throws MultiProcessConfigurationException if there cannot be such a pool
     */
    ProcessPool pool(String name, int workers, UnaryOperator<PoolOptions> change);

    /**
     * Returns the checkpoints of the test: those that a parameter of type {@link Checkpoints} gets.
     *
     * @return the same each time
     */
    Checkpoints checkpoints();

    /**
     * Makes a lock.
     *
     * @param name for messages; two may have the same
     * @return free; it ends with the test
     * @throws IllegalArgumentException if the name is blank
     */
    ProcessLock lock(String name);

    /**
     * Makes a semaphore whose permits belong to the process that acquires them.
     *
     * @param name for messages; two may have the same
     * @param permits 1 to 262,143
     * @return with all its permits; it ends with the test
     * @throws IllegalArgumentException if the name is blank, or it cannot have so many permits
     */
    ProcessSemaphore semaphore(String name, int permits);

    /**
     * Makes a semaphore whose permits any process may release.
     *
     * @param name for messages; two may have the same
     * @param permits that can be acquired at first, from 0
     * @param bound the most permits there can be, 1 to 262,143
     * @return it ends with the test
     * @throws IllegalArgumentException if the name is blank, or it cannot have so many permits
     */
    ProcessSemaphore unownedSemaphore(String name, int permits, int bound);

    /**
     * Makes a latch.
     *
     * @param name for messages; two may have the same
     * @param count how often it must be counted down, from 0
     * @return it ends with the test
     * @throws IllegalArgumentException if the name is blank, or the count is negative
     */
    ProcessLatch latch(String name, int count);

    /**
     * Makes an event.
     *
     * @param name for messages; two may have the same
     * @return not set; it ends with the test
     * @throws IllegalArgumentException if the name is blank
     */
    ProcessEvent event(String name);

    /**
     * Makes a barrier.
     *
     * @param name for messages; two may have the same
     * @param parties how many threads must come, 1 to 32,767
     * @return it ends with the test
     * @throws IllegalArgumentException if the name is blank, or it cannot have so many parties
     */
    ProcessBarrier barrier(String name, int parties);

    /**
     * Makes a barrier with an action, which the last thread to come runs before the others continue.
     *
     * @param name for messages; two may have the same
     * @param parties how many threads must come, 1 to 32,767
     * @param action runs in the process of that thread; if it throws, the barrier is broken. It must be able to cross, as a
     *     task must
     * @return it ends with the test
     * @throws IllegalArgumentException if the name is blank, or it cannot have so many parties
     */
    ProcessBarrier barrier(String name, int parties, ProcessAction action);

    /**
     * Makes a number that all processes have in their memory.
     *
     * @param name for messages; two may have the same
     * @param value at first
     * @return it ends with the test
     * @throws IllegalArgumentException if the name is blank
     */
    SharedLong sharedLong(String name, long value);

    /**
     * Makes numbers that all processes have in their memory.
     *
     * @param name for messages; two may have the same
     * @param length how many, 0 to 16,777,216
     * @return all of them 0; it ends with the test
     * @throws IllegalArgumentException if the name is blank, or it cannot have that length
     */
    SharedLongArray sharedLongArray(String name, int length);

    /**
     * Shares an object of this process, which stays where it is: others call its methods. Any number of threads of any
     * process may call at the same time, so the object must be as thread-safe as it would have to be for threads alone; the
     * calls of one thread come in their order.
     *
     * <p>Arguments and results are copies, in the process that has the object too, except for what keeps its identity:
     * queues, children and shared objects. Exceptions arrive as the type they had. A call can be interrupted, which
     * interrupts the thread that carries it out, and ends with the test's deadline.
     *
     * <p>The object is shared until the test ends, or the child that shared it; then every call throws {@link
     * OwnerEndedException}. What this method returns may be captured by tasks, put into queues and returned. Its {@code
     * equals} compares which object is shared.
     *
     * @param <I> the interface
     * @param <T> what the caller uses the result as: the interface itself, or with parameters, as {@code Map<String,
     *     Integer>}; a class that implements it is no type of the result
     * @param type the interface
     * @param object implements it
     * @return what stands for the object in every process, this one included
     * @throws IllegalArgumentException if the type is no interface, or a sealed one
     */
    <I, T extends I> T share(Class<I> type, I object);

    /**
     * Returns all children of the test, including those that have ended.
     *
     * @return in the order they were started
     */
    List<ChildProcess<?>> children();
}
