package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.queue.RemoteQueues;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.task.ActionTask;
import dev.multiprocess.internal.thread.SystemCalls;
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
import java.util.concurrent.CompletableFuture;

/**
 * Does once in advance what a child does for its task, so that a JVM has loaded what it needs: one that waits for its
 * task, or one whose classes are archived. It does not remove the directories that it uses.
 */
final class WarmUp {

    private static final int LIMIT = 1 << 20;

    private WarmUp() {}

    /** Something that Kryo has to take apart. */
    private record Element(int number, String text, List<Integer> list, Map<String, Instant> map) {}

    /** Crosses with a result and an exception. */
    static void ofObjects() {
        ObjectCodec serializer = serializer();
        serializer.read(serializer.write(element(), "result"));
        serializer.read(serializer.write(new IllegalStateException("warm-up"), "exception"));
    }

    /**
     * Is a child of this same JVM, which lets it begin and then ignores it: from {@link ChildMain#main} to the end of
     * the task. As for any child, the JVM ends if the link does, so the link stays open.
     */
    static void ofStart(PrivateDirectory directory) throws IOException {
        int child = 1;
        ConnectionLoop loop = new ConnectionLoop("multiprocess-warm-up");
        new Acceptor(
                directory,
                loop,
                (caller, channel) ->
                        LinkServer.open(channel, loop, LIMIT, new Unheard()).begin());
        new JobFile(directory.jobFile(child)).write(job());
        ChildMain.main(new String[] {directory.path().toString(), Integer.toString(child)});
    }

    /** Ignores what a child says. */
    private static final class Unheard implements LinkListener {

        @Override
        public void ready() {}

        @Override
        public void taken() {}

        @Override
        public void noted(String text) {}

        @Override
        public void started() {}

        @Override
        public void returned(byte[] result) {}

        @Override
        public void threw(byte[] failure) {}

        @Override
        public void exiting(String caller) {}

        @Override
        public CompletableFuture<Reply> called(CallRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public void closed(String reason) {}
    }

    /** A job that does nothing. */
    static Job job() {
        ProcessAction nothing = () -> {};
        byte[] task = serializer().write(new ActionTask(nothing), "task");
        return new Job("warm-up", 0, List.of(), LIMIT, List.of(), List.of(), "", task);
    }

    private static Element element() {
        return new Element(1, "text", List.of(1, 2), Map.of("now", Instant.EPOCH));
    }

    /** Puts something that needs Kryo into a queue and takes it again. */
    static void ofQueue(PrivateDirectory directory) throws IOException {
        try (Hub hub = new Hub(() -> directory)) {
            ProcessQueue<Object> queue = queue(hub);
            queue.offer(element());
            queue.poll();
            hub.end(queue);
        }
    }

    /** Does so as if the hub were in another JVM. */
    static void ofPipe(PrivateDirectory directory) throws IOException {
        try (Hub hub = new Hub(() -> directory);
                ConnectionLoop loop = new ConnectionLoop("multiprocess-warm-up")) {
            Acceptor acceptor =
                    new Acceptor(directory, loop, (caller, channel) -> hub.arrived(caller, "warm-up", channel, loop));
            try {
                ProcessQueue<Object> own = queue(hub);
                String id = ((Handle) own).handleId();
                hub.handedOver(id, 1, "warm-up");
                RemoteQueues queues = new RemoteQueues(
                        1,
                        new Dialer(directory, directory.secret()),
                        loop,
                        new SystemCalls(),
                        Set.of(id),
                        WarmUp::serializer);
                @SuppressWarnings("unchecked")
                BlockingQueue<Object> remote =
                        (BlockingQueue<Object>) queues.resolve(id).orElseThrow();
                remote.offer(element());
                remote.poll();
                hub.end(own);
            } finally {
                acceptor.close();
            }
        }
    }

    private static ProcessQueue<Object> queue(Hub hub) {
        return hub.create("warm-up", 10, LIMIT, serializer());
    }

    private static ObjectCodec serializer() {
        return new ObjectCodec(List.of(), id -> id, WarmUp.class.getClassLoader(), LIMIT);
    }
}
