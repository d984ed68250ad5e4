package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.queue.Hub;
import dev.multiprocess.internal.queue.RemoteQueues;
import dev.multiprocess.internal.serial.Handle;
import dev.multiprocess.internal.serial.Serializer;
import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;

/**
 * Does once, with nothing at stake, what a child does for its task, so that a JVM has loaded what it needs: one that
 * waits for its task, or one whose classes are archived.
 */
final class Rehearsal {

    private static final int LIMIT = 1 << 20;

    private Rehearsal() {}

    /** Something that Kryo has to take apart. */
    private record Element(int number, String text, List<Integer> list, Map<String, Instant> map) {}

    /** Crosses with a result and an exception. */
    static void ofObjects() {
        Serializer serializer = serializer();
        serializer.read(serializer.write(element(), "result"));
        serializer.read(serializer.write(new IllegalStateException("rehearsed"), "exception"));
    }

    /** Reads a task and runs it. */
    static void ofTask() throws Exception {
        ((ProcessTask<?>) serializer().read(job().task(), DirectTask.OF_LAMBDA)).run();
    }

    /** A job that does nothing. */
    static Job job() {
        ProcessAction nothing = () -> {};
        byte[] task = serializer().write(new ActionTask(nothing), "task");
        return new Job("rehearsal", List.of(), LIMIT, List.of(), List.of(), task);
    }

    private static Element element() {
        return new Element(1, "text", List.of(1, 2), Map.of("now", Instant.EPOCH));
    }

    /** Puts something that needs Kryo into a queue and takes it again, in a directory that is somebody else's to remove. */
    static void ofQueue(PrivateDirectory directory) throws IOException {
        try (Hub hub = new Hub(() -> directory)) {
            ProcessQueue<Object> queue = queue(hub);
            queue.offer(element());
            queue.poll();
            hub.end(queue);
        }
    }

    /** Does so as if the hub were in another JVM. */
    static void ofPipe() throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        try (Hub hub = new Hub(() -> directory);
                ConnectionLoop loop = new ConnectionLoop("multiprocess-rehearsal")) {
            Acceptor acceptor =
                    new Acceptor(directory, loop, (caller, channel) -> hub.arrived(caller, "rehearsal", channel, loop));
            try {
                ProcessQueue<Object> own = queue(hub);
                String id = ((Handle) own).handleId();
                hub.handedOver(id, 1, "rehearsal");
                RemoteQueues queues = new RemoteQueues(
                        1, new Dialer(directory, directory.secret()), loop, Set.of(id), Rehearsal::serializer, LIMIT);
                @SuppressWarnings("unchecked")
                BlockingQueue<Object> remote =
                        (BlockingQueue<Object>) queues.resolve(id).orElseThrow();
                remote.offer(element());
                remote.poll();
                hub.end(own);
            } finally {
                acceptor.close();
            }
        } finally {
            directory.delete();
        }
    }

    private static ProcessQueue<Object> queue(Hub hub) {
        return hub.create("rehearsed", 10, LIMIT, LIMIT, serializer());
    }

    private static Serializer serializer() {
        return new Serializer(List.of(), id -> id, Rehearsal.class.getClassLoader(), LIMIT);
    }
}
