package dev.multiprocess.internal.scope;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.hub.QueueState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The queues of one test. Thread-safe. */
final class TestQueues {

    private final Hub hub;
    private final TestSetup setup;
    private final List<ProcessQueue<?>> queues = new CopyOnWriteArrayList<>();

    private volatile Supplier<Optional<RuntimeException>> waitFailure = Optional::empty;

    TestQueues(Hub hub, TestSetup setup) {
        this.hub = hub;
        this.setup = setup;
    }

    ProcessQueue<Object> make(String name, int capacity) {
        ProcessQueue<Object> queue = hub.create(name, capacity, setup.options().queueBytes(), setup.serializer());
        queues.add(queue);
        // After it was added: either a failure at this moment finds the queue, or the queue finds the failure.
        hub.failWaits(queue, waitFailure);
        return queue;
    }

    /**
     * Makes threads of the test that wait on a queue, now or later, throw.
     *
     * @param failure asked anew before each wait; empty lets it wait
     */
    void failWaits(Supplier<Optional<RuntimeException>> failure) {
        waitFailure = failure;
        queues.forEach(queue -> hub.failWaits(queue, failure));
    }

    /** Makes threads of the test throw whatever they do with a queue. */
    void failUse(RuntimeException failure) {
        queues.forEach(queue -> hub.failUse(queue, failure));
    }

    /** The state of each queue, after everything that had arrived was read. */
    List<QueueState> states() {
        return queues.stream().flatMap(queue -> hub.state(queue).stream()).toList();
    }

    void end() {
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
