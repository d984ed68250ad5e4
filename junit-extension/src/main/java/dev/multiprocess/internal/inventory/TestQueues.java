package dev.multiprocess.internal.inventory;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.hub.QueueState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The queues of one test. Thread-safe. */
public final class TestQueues {

    private final Hub hub;
    private final TestSetup setup;
    private final TestThreads threads;
    private final Optional<TestQueues> outer;
    private final List<ProcessQueue<?>> queues = new CopyOnWriteArrayList<>();

    /** What tests were aborted with, this one and those inside its scope. */
    private final Map<TestThreads, RuntimeException> aborted = new ConcurrentHashMap<>();

    private volatile Supplier<Optional<RuntimeException>> waitFailure = Optional::empty;

    /**
     * None yet.
     *
     * @param threads of the test
     * @param outer those of the scope around it
     */
    public TestQueues(Hub hub, TestSetup setup, TestThreads threads, Optional<TestQueues> outer) {
        this.hub = hub;
        this.setup = setup;
        this.threads = threads;
        this.outer = outer;
    }

    public ProcessQueue<Object> make(String name, int capacity) {
        ProcessQueue<Object> queue = hub.create(name, capacity, setup.options().queueBytes(), setup.serializer());
        queues.add(queue);
        // After it was added: either a failure at this moment finds the queue, or the queue finds the failure.
        hub.failWaits(queue, waitFailure);
        return queue;
    }

    /** The only queue of this name; queues of the test itself hide those around it. */
    ProcessQueue<?> named(String name) {
        List<ProcessQueue<?>> found = allNamed(name);
        if (found.size() != 1) {
            throw new IllegalArgumentException("the name must be that of one queue of test " + setup.test() + ": name='"
                    + name + "', queues=" + names());
        }
        return found.get(0);
    }

    private List<ProcessQueue<?>> allNamed(String name) {
        List<ProcessQueue<?>> own =
                queues.stream().filter(queue -> queue.name().equals(name)).toList();
        return own.isEmpty() ? outer.map(around -> around.allNamed(name)).orElse(own) : own;
    }

    private List<String> names() {
        return Stream.concat(
                        outer.stream().flatMap(around -> around.names().stream()),
                        queues.stream().map(ProcessQueue::name))
                .toList();
    }

    /**
     * Makes threads of the test that wait on a queue, now or later, throw.
     *
     * @param failure asked anew before each wait; empty lets it wait
     */
    public void failWaits(Supplier<Optional<RuntimeException>> failure) {
        waitFailure = failure;
        queues.forEach(queue -> hub.failWaits(queue, failure));
    }

    /** Makes threads of the test throw whatever they do with a queue, also with one of an outer scope. */
    public void failUse(RuntimeException failure) {
        queues.forEach(queue -> hub.failUse(queue, () -> Optional.of(failure)));
        outer.ifPresent(around -> around.failUse(threads, failure));
    }

    private void failUse(TestThreads ofTest, RuntimeException failure) {
        aborted.put(ofTest, failure);
        queues.forEach(queue -> hub.failUse(queue, this::ofThisThread));
        outer.ifPresent(around -> around.failUse(ofTest, failure));
    }

    private Optional<RuntimeException> ofThisThread() {
        return aborted.entrySet().stream()
                .filter(each -> each.getKey().areHere())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The names of all queues that the test can use and that have not ended, by their numbers. */
    public Map<Integer, String> byNumber() {
        Map<Integer, String> names = new HashMap<>();
        outer.ifPresent(around -> names.putAll(around.byNumber()));
        queues.forEach(queue -> hub.number(queue).ifPresent(number -> names.put(number, queue.name())));
        return names;
    }

    /** The state of each queue that the test can use, after everything that had arrived was read. */
    public List<QueueState> states() {
        return Stream.concat(
                        outer.stream().flatMap(around -> around.states().stream()),
                        queues.stream().flatMap(queue -> hub.state(queue).stream()))
                .toList();
    }

    /** Says of which queues elements were lost with children, for a test that fails: it may have missed those. */
    public void sayWhatTheDeadTook() {
        for (ProcessQueue<?> queue : queues) {
            if (hub.hasGivenToDead(queue)) {
                System.out.println("queue '" + queue.name() + "' of test " + setup.test()
                        + " gave elements to children that died: " + hub.describe(queue));
            }
        }
    }

    public void end() {
        queues.forEach(this::end);
    }

    private void end(ProcessQueue<?> queue) {
        if (hub.isUnread(queue)) {
            // Nothing is wrong with it, but nothing else would show that something was left, and where.
            System.out.println("queue '" + queue.name() + "' of test " + setup.test() + " ends with elements unread: "
                    + hub.describe(queue));
        }
        hub.end(queue);
    }
}
