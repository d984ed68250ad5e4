package dev.multiprocess.internal.queue;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A hub and any number of children's sides of it, in one JVM, over real sockets. */
final class TwoSides implements AutoCloseable {

    static final int FRAME_LIMIT = 64 << 20;

    private static final long NO_BUDGET = Long.MAX_VALUE / 2;

    final Hub hub;

    private final PrivateDirectory directory;
    private final ConnectionLoop hubLoop = new ConnectionLoop("hub");
    private final Acceptor acceptor;
    private final List<Side> sides = new ArrayList<>();
    private final List<ProcessQueue<?>> queues = new ArrayList<>();
    private final ObjectCodec serializer = new ObjectCodec(
            List.of(), id -> hub().resolve(id).orElseThrow(), TwoSides.class.getClassLoader(), FRAME_LIMIT);

    TwoSides() throws IOException {
        directory = PrivateDirectory.create();
        hub = new Hub(() -> directory);
        acceptor = new Acceptor(
                directory,
                hubLoop,
                (greeting, channel) -> hub.arrived(greeting, "child-" + greeting.child(), channel, hubLoop));
    }

    private Hub hub() {
        return hub;
    }

    <E> ProcessQueue<E> queue(int capacity) {
        return queue(capacity, NO_BUDGET);
    }

    <E> ProcessQueue<E> queue(int capacity, long byteBudget) {
        ProcessQueue<E> queue = hub.create("q", capacity, byteBudget, serializer);
        queues.add(queue);
        return queue;
    }

    Dialer dialer() throws IOException {
        return new Dialer(directory, directory.secret());
    }

    PrivateDirectory directory() {
        return directory;
    }

    /** A child whose task came with the given handles. */
    Side child(int number, String... handedOver) throws IOException {
        for (String id : handedOver) {
            hub.handedOver(id, number, "child-" + number);
        }
        Side side = new Side(number, Set.of(handedOver));
        sides.add(side);
        return side;
    }

    int id(ProcessQueue<?> queue) {
        return QueueHandle.queueOf(QueueHandle.QUEUE, handle(queue)).orElseThrow();
    }

    /** Where a queue has its files. */
    Path folder(ProcessQueue<?> queue) throws IOException {
        return directory.queueFolders().get(0).resolve("queue-" + id(queue));
    }

    static String handle(ProcessQueue<?> queue) {
        return ((dev.multiprocess.internal.objects.Handle) queue).handleId();
    }

    static String writerHandle(ProcessQueue<?> queue) {
        return handle(queue).replace("queue", "writer");
    }

    @Override
    public void close() throws IOException {
        sides.forEach(Side::die);
        acceptor.close();
        hubLoop.close();
        queues.forEach(hub::end);
        hub.close();
        directory.delete();
    }

    /** What would be in a child. */
    final class Side {

        private final int number;
        private final SystemCalls systemCalls = new SystemCalls();
        private final ConnectionLoop loop;
        private final RemoteQueues queues;

        private Side(int number, Set<String> handedOver) throws IOException {
            this.number = number;
            loop = new ConnectionLoop("child-" + number);
            systemCalls.add(loop);
            ObjectCodec[] own = new ObjectCodec[1];
            queues = new RemoteQueues(number, dialer(), loop, systemCalls, handedOver, () -> own[0]);
            own[0] = new ObjectCodec(
                    List.of(), id -> queues.resolve(id).orElseThrow(), TwoSides.class.getClassLoader(), FRAME_LIMIT);
        }

        @SuppressWarnings("unchecked")
        <E> ProcessQueue<E> see(ProcessQueue<E> queue) {
            return (ProcessQueue<E>) queues.resolve(handle(queue)).orElseThrow();
        }

        /** The process is gone, as by SIGKILL: the test JVM sees nothing but its end. */
        void die() {
            end(false);
        }

        /** The process has ended as it should. */
        void finish() {
            end(true);
        }

        private void end(boolean well) {
            systemCalls.leave();
            hub.ended(number, well);
            loop.close();
        }
    }
}
