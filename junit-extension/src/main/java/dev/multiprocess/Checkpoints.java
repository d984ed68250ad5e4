package dev.multiprocess;

import dev.multiprocess.internal.checkpoint.Interleavings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Named;

/**
 * Named points that processes pass, by which a test stops, orders or kills them exactly there; injected into test methods
 * and their {@code @BeforeEach} and {@code @AfterEach}, or from {@link Processes#checkpoints()}.
 *
 * <p>A process passes a point with {@link #reach}: what is written before that call is done, and what is written after it
 * is not. While nothing is to happen at a point this only counts, in memory that all processes share, and takes less than
 * a microsecond; the first time in each process the test JVM is asked once.
 *
 * <p>All methods may be called in the test JVM and in children, which may capture this object. The points belong to one
 * test, or to a class if this is injected into {@code @BeforeAll} or {@code @AfterAll}; in a factory of dynamic tests each
 * of those has points of its own. A test has at most {@value #MOST_POINTS} points.
 *
 * <p>A point is there when it is named first, whichever method names it. Its name must not be blank, and has at most
 * {@value #LONGEST_NAME} characters; otherwise these methods throw {@link IllegalArgumentException}. After the end of the
 * test they throw {@link IllegalStateException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Checkpoints {

    /** The most points of one test. */
    int MOST_POINTS = 1_024;

    /** The most characters of a point's name. */
    int LONGEST_NAME = 200;

    /** The most orders that {@link #allOrders} makes. */
    int MOST_ORDERS = 1_000;

    /**
     * Passes a point. The thread waits here while the point is held or it is another's turn in an order, and the process is
     * killed here if a {@link #kill} says so.
     *
     * <p>A wait ends with the test's deadline. It does not change whether this thread is interrupted, unless it must wait.
     *
     * @param point the point's name
     * @throws ProcessInterruptedException if this thread is interrupted while it must wait; the point counts as reached
     * @throws IllegalStateException if this is one point too many, or the test has ended
     */
    void reach(String point);

    /**
     * Declares a point at the beginning of methods: each child that is started from now on passes it whenever one of its
     * threads enters such a method, as if the method began with {@link #reach}. The code of the method need not know this
     * library.
     *
     * <p>The method must be declared by the class, with code. All methods of that name have the point, unless the types of
     * the parameters are given, in the notation of JUnit: {@code com.acme.Wal#append} or {@code
     * com.acme.Wal#append(byte[],java.lang.String)}; a nested class is {@code com.acme.Wal$Entry}. Classes of the JDK and of
     * this library cannot have points, nor can constructors and static initializers. The class is looked up, without being
     * loaded, on the class path of the tests; in a child the point is at every class of that name, whichever class loader it
     * is of, unless another agent has loaded it before.
     *
     * <p>Code that does not know this library is not to notice it: where {@code reach} would throw, the method continues. A
     * thread that is interrupted while it must wait continues at once, and stays interrupted. What a child passes before its
     * task begins is not counted, as by constructors of what the task has captured; what it passes after the end of its task
     * is, also in shutdown hooks. A thread that stands in the method of an object or class stands there with the locks that
     * it has: that of a {@code synchronized} method, or of the initialization of a class.
     *
     * <p>Nothing changes for the test JVM and for children that were started before, whichever process calls this. Points
     * of a class are at the methods of its own children and of those of its tests.
     *
     * @param method binary name of a class, {@code #}, name of a method, and its parameters if it is one of several
     * @return the name of the point, which is the text given
     * @throws IllegalArgumentException if there is no such method, with what there is, or it cannot have a point
     * @throws IllegalStateException if this is one point too many, or the test has ended
     */
    String at(String method);

    /**
     * Declares a point at the end of methods: right before they return, when the value is computed, or throw, after all
     * their {@code finally} blocks. Otherwise as {@link #at}.
     *
     * @param method as for {@link #at}
     * @return the name of the point, as in {@code com.acme.Wal#append exit}
     * @throws IllegalArgumentException if there is no such method, with what there is, or it cannot have a point
     * @throws IllegalStateException if this is one point too many, or the test has ended
     */
    String atExit(String method);

    /**
     * Makes every thread that reaches a point from now on stop there, until {@link #release}. A point that is held may be
     * held again, which changes nothing.
     *
     * @param point the point's name
     */
    void hold(String point);

    /**
     * Lets all threads continue that stand at a point, and holds it no longer.
     *
     * @param point the point's name
     * @throws IllegalStateException if the point is not held
     */
    void release(String point);

    /**
     * Waits until a thread stands at a point, if that is held; otherwise until the point has been reached once.
     *
     * @param point the point's name
     * @throws IllegalStateException if that cannot come any more, since all children of the test have ended
     * @throws ChildFailedException if a child fails meanwhile
     */
    void await(String point);

    /**
     * Waits as {@link #await(String)} does, but not for ever.
     *
     * @param point the point's name
     * @param timeout the longest wait; zero or less only looks
     * @return false if the timeout passed first
     */
    boolean await(String point, Duration timeout);

    /**
     * Waits until a point has been reached so many times, by whatever processes, since the start of the test. If the point
     * is held, whatever reached it last stands there.
     *
     * @param point the point's name
     * @param times at least 1
     * @throws IllegalStateException if that cannot come any more, since all children of the test have ended
     * @throws ChildFailedException if a child fails meanwhile
     */
    void await(String point, long times);

    /**
     * Waits as {@link #await(String, long)} does, but not for ever.
     *
     * @param point the point's name
     * @param times at least 1
     * @param timeout the longest wait; zero or less only looks
     * @return false if the timeout passed first
     */
    boolean await(String point, long times, Duration timeout);

    /**
     * Kills the child that reaches a point for the n-th time, counted over all processes, before it continues. Its end is
     * no failure of the test, as that of a child that the test itself kills. Returns at once.
     *
     * <p>If the test JVM reaches the point for that time, {@link #reach} throws {@link IllegalStateException} there.
     *
     * @param point the point's name
     * @param times at least 1
     * @throws IllegalStateException if the point has been reached so many times before
     */
    void kill(String point, long times);

    /**
     * Counts how often each point was reached, by all processes, those included that have died.
     *
     * @return by name, in the order in which points were named first; a copy
     */
    Map<String, Long> counts();

    /**
     * Lets processes pass points in one order only: a thread that reaches one of them waits until all that are before it
     * have been passed. A point may be there several times. Points that are not in the order are not concerned, and neither
     * is any point once it is not in the rest of the order.
     *
     * <p>If the order cannot happen, since all processes wait for each other or have ended before all points were passed,
     * the test is aborted, which is no failure.
     *
     * @param points their names, at least one
     * @throws IllegalStateException if another order is not over
     */
    void order(String... points);

    /**
     * Lets processes take steps in the order of an interleaving. A step begins when its process passes its point, and is
     * over when the process reaches its next one, or ends; only then does the next step begin. So no two steps run at the
     * same time. If a process waits within its step for another one, the next step begins nevertheless.
     *
     * <p>If the order cannot happen, the test is aborted as with {@link #order(String...)}.
     *
     * @param order one of {@link #allOrders}
     * @throws IllegalStateException if another order is not over
     */
    void order(Order order);

    /**
     * Makes every order in which several processes can take their steps: for a factory of dynamic tests, as in {@code
     * DynamicTest.stream(Checkpoints.allOrders(…), order -> …)}, or for parameters, as a {@code @MethodSource}.
     *
     * <p>Each of these tests calls {@link #order(Order)} before it starts processes. The system property {@code
     * multiprocess.order}, with an order's number, leaves that order only.
     *
     * @param stepsOfEachProcess the points that a process passes, in its order, for each process; a point may be there
     *     several times, but not for two processes
     * @return the orders, numbered from 1; the same each time
     * @throws IllegalArgumentException if there are more than {@value #MOST_ORDERS} orders, or no steps, or a point belongs
     *     to two processes, or {@code multiprocess.order} is not the number of one
     */
    @SafeVarargs
    static Stream<Order> allOrders(List<String>... stepsOfEachProcess) {
        List<List<String>> steps = new ArrayList<>();
        for (List<String> each : stepsOfEachProcess) {
            steps.add(each);
        }
        return Interleavings.chosen(steps, System.getProperty(Interleavings.KEY));
    }

    /**
     * One order of the steps of several processes.
     *
     * @param number which one it is, from 1
     * @param count how many there are
     * @param steps the points, in the order in which they are to be passed
     * @param processes for each step which process takes it, from 0
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record Order(int number, int count, List<String> steps, List<Integer> processes) implements Named<Order> {

        /**
         * Copies the lists.
         *
         * @param number which one it is, from 1
         * @param count how many there are
         * @param steps the points, in the order in which they are to be passed
         * @param processes for each step which process takes it, from 0
         */
        public Order {
            steps = List.copyOf(steps);
            processes = List.copyOf(processes);
        }

        @Override
        public String getName() {
            return toString();
        }

        @Override
        public Order getPayload() {
            return this;
        }

        /**
         * Names it, as displayed for a test.
         *
         * @return as in {@code 3 of 6: a-reads, b-reads, a-writes, b-writes}
         */
        @Override
        public String toString() {
            return number + " of " + count + ": " + String.join(", ", steps);
        }
    }
}
