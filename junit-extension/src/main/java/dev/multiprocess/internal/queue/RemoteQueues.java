package dev.multiprocess.internal.queue;

import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.Greeting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The queues of a test as one child sees them; a pipe is opened when the first handle to its queue arrives. */
public final class RemoteQueues {

    private final int child;
    private final Dialer dialer;
    private final ConnectionLoop loop;
    private final Doorbell doorbell;
    private final Set<String> handedOver;
    private final Supplier<ObjectCodec> serializer;
    private final Map<Integer, QueueEnds<Object>> ends = new HashMap<>();

    /**
     * Opens nothing yet.
     *
     * @param child this child's number
     * @param dialer calls the test JVM
     * @param loop reads the pipes
     * @param systemCalls where threads that wait for a queue leave them
     * @param handedOver ids of the handles that came with the task, for which this child already counts as a writer
     * @param serializer for elements; asked for when the first queue is met
     */
    public RemoteQueues(
            int child,
            Dialer dialer,
            ConnectionLoop loop,
            SystemCalls systemCalls,
            Set<String> handedOver,
            Supplier<ObjectCodec> serializer) {
        this.child = child;
        this.dialer = dialer;
        this.loop = loop;
        doorbell = new Doorbell(dialer.directory().path(), child);
        systemCalls.add(doorbell::close);
        this.handedOver = handedOver;
        this.serializer = serializer;
    }

    /**
     * Finds what a handle's id stands for in this child.
     *
     * @param handleId any handle's id
     * @return the queue or the end; empty if it is of another kind
     */
    public Optional<Object> resolve(String handleId) {
        for (QueueHandle kind : QueueHandle.values()) {
            Optional<Integer> queue = QueueHandle.queueOf(kind, handleId);
            if (queue.isPresent()) {
                QueueEnds<Object> found = ends(queue.get());
                return Optional.of(
                        switch (kind) {
                            case QUEUE -> found.queue();
                            case WRITER -> found.capturedWriter();
                            case READER -> found.openReader();
                        });
            }
        }
        return Optional.empty();
    }

    /**
     * Returns where other processes wake threads of this child.
     *
     * @return for all that they wait for
     */
    public Doorbell doorbell() {
        return doorbell;
    }

    private synchronized QueueEnds<Object> ends(int queue) {
        return ends.computeIfAbsent(queue, this::open);
    }

    private QueueEnds<Object> open(int queue) {
        try {
            SocketChannel channel = dialer.dial(new Greeting(Greeting.PIPE, child, queue));
            ReentrantLock lock = new ReentrantLock();
            RemoteHub[] home = new RemoteHub[1];
            loop.connect(channel, lock, PipeProtocol.LARGEST_FRAME, connection -> {
                home[0] = new RemoteHub(queue, lock, connection, doorbell);
                return home[0];
            });
            return QueueEnds.ofChild(
                    home[0].awaitOpened(),
                    serializer.get(),
                    handedOver.contains(QueueHandle.QUEUE.id(queue)),
                    handedOver.contains(QueueHandle.WRITER.id(queue)));
        } catch (IOException e) {
            throw new UncheckedIOException("queue " + queue + " cannot be reached: " + e.getMessage(), e);
        }
    }
}
