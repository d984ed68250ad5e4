package dev.multiprocess.internal.hub;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.queue.PipeProtocol;
import dev.multiprocess.internal.queue.QueueEnds;
import dev.multiprocess.internal.queue.QueueHandle;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.sync.SyncKeeper;
import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Greeting;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.internal.wire.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds all queues of a test JVM and the pipes of its children. Any thread.
 *
 * <p>A queue belongs to a test: the code that makes it ends it.
 */
public final class Hub implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Hub.class.getName());

    private final Map<Integer, Entry> queues = new ConcurrentHashMap<>();
    private final AtomicInteger lastQueue = new AtomicInteger();
    private final Place place;
    private final SyncKeeper syncs = new SyncKeeper();
    private Doorbell doorbell;

    /** A queue and the test JVM's ends of it. */
    private record Entry(HubQueue queue, QueueEnds<?> ends) {}

    /**
     * Holds no queue yet.
     *
     * @param place asked when a queue is made
     */
    public Hub(Place place) {
        this.place = place;
    }

    /** Where the test JVM has its files. */
    @FunctionalInterface
    public interface Place {

        /**
         * Returns the directory.
         *
         * @return the same each time
         * @throws IOException if there is none
         */
        PrivateDirectory directory() throws IOException;
    }

    /**
     * Makes a queue.
     *
     * @param <E> the type of the elements
     * @param name for messages
     * @param capacity the most elements in it
     * @param byteBudget the most bytes in it
     * @param serializer for the test JVM's elements
     * @return open until {@link #end} is called for it
     * @throws UncheckedIOException if there is no room for it in any folder
     */
    public <E> ProcessQueue<E> create(String name, int capacity, long byteBudget, ObjectCodec serializer) {
        int id = lastQueue.incrementAndGet();
        HubQueue queue = make(id, name, capacity, byteBudget);
        QueueEnds<E> ends = QueueEnds.ofTestJvm(queue.localAccess(), serializer);
        queues.put(id, new Entry(queue, ends));
        return ends.queue();
    }

    private HubQueue make(int id, String name, int capacity, long byteBudget) {
        PrivateDirectory directory;
        try {
            directory = place.directory();
        } catch (IOException e) {
            throw notMade(name, "this test JVM cannot have a directory for its sockets and queues", e);
        }
        IOException failure = new NoSuchFileException(directory.path().toString());
        try {
            String folderName = "queue-" + id;
            Path overflow = directory
                    .queueFolders()
                    .get(directory.queueFolders().size() - 1)
                    .resolve(folderName);
            for (Path parent : directory.queueFolders()) {
                Path folder = parent.resolve(folderName);
                try {
                    return new HubQueue(id, name, capacity, byteBudget, folder, overflow, doorbell(directory));
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "queue ''{0}'' cannot have its memory in {1}: {2}", name, folder, e);
                    PrivateDirectory.deleteFolder(folder);
                    failure = e;
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        throw notMade(name, "its memory cannot be made", failure);
    }

    private static UncheckedIOException notMade(String name, String what, IOException failure) {
        return new UncheckedIOException("queue '" + name + "' cannot be made: " + what + ": " + failure, failure);
    }

    /**
     * Returns where other processes wake threads of this one.
     *
     * @return made when it is asked for first
     * @throws UncheckedIOException if this test JVM cannot have a directory for it
     */
    public Doorbell doorbell() {
        try {
            return doorbell(place.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("this test JVM cannot have a directory for its sockets: " + e, e);
        }
    }

    /**
     * Returns what keeps locks and the like.
     *
     * @return of this test JVM
     */
    public SyncKeeper syncs() {
        return syncs;
    }

    private synchronized Doorbell doorbell(PrivateDirectory directory) {
        if (doorbell == null) {
            doorbell = new Doorbell(directory.path(), HubQueue.TEST_JVM);
        }
        return doorbell;
    }

    /** Closes the doorbell; queues keep working, but threads of this JVM are woken later. Children must have ended. */
    @Override
    public synchronized void close() {
        if (doorbell != null) {
            doorbell.close();
            doorbell = null;
        }
    }

    /**
     * Takes over a pipe that a child has opened.
     *
     * @param greeting names child and queue
     * @param childName the child's name
     * @param channel the greeting was read from
     * @param loop reads the pipe
     * @throws IOException if there is no such queue, or the child has left
     */
    public void arrived(Greeting greeting, String childName, SocketChannel channel, ConnectionLoop loop)
            throws IOException {
        Entry entry = queues.get(greeting.queue());
        if (entry == null) {
            throw new ProtocolException("queue " + greeting.queue() + " does not exist (any more)");
        }
        Acceptor.welcome(channel);
        HubQueue queue = entry.queue();
        queue.lock.lock();
        try {
            HubPipe[] pipe = new HubPipe[1];
            loop.connect(channel, queue.lock, PipeProtocol.LARGEST_FRAME, connection -> {
                pipe[0] = new HubPipe(queue, connection, greeting.child(), childName);
                return pipe[0];
            });
            queue.add(pipe[0]);
            pipe[0].open();
        } finally {
            queue.lock.unlock();
        }
    }

    /**
     * Counts a child as a writer of a queue whose handle its task came with.
     *
     * @param id of any handle; one that is not a queue's or a writer's is passed over
     * @param child the child's number
     * @param childName its name
     */
    public void handedOver(String id, int child, String childName) {
        syncs.handedOver(id, child, childName);
        QueueHandle.queueOf(QueueHandle.QUEUE, id)
                .or(() -> QueueHandle.queueOf(QueueHandle.WRITER, id))
                .map(queues::get)
                .ifPresent(entry -> locked(entry, queue -> queue.openWriter(queue.participant(child, childName))));
    }

    /**
     * Notes that a child has ended; what it had sent is read first.
     *
     * @param child its number
     * @param well whether it did what it was meant to do, or was stopped by the test
     */
    public void ended(int child, boolean well) {
        queues.values().forEach(entry -> locked(entry, queue -> queue.ended(child, well)));
        syncs.ended(child, well);
        forgetBell(child);
    }

    private synchronized void forgetBell(int child) {
        if (doorbell != null) {
            doorbell.ended(child);
        }
    }

    /** Notes that a child was paused: it may have been about to wake others, which must not wait for it. */
    public void paused() {
        queues.values().forEach(entry -> locked(entry, HubQueue::wakeAll));
        syncs.paused();
    }

    /**
     * Makes threads of the test JVM that wait on a queue, now or later, throw.
     *
     * @param queue the queue
     * @param failure asked anew before each wait; empty lets it wait
     */
    public void failWaits(ProcessQueue<?> queue, Supplier<Optional<RuntimeException>> failure) {
        entry(queue).ifPresent(entry -> entry.queue().localHub().failWaits(failure));
    }

    /**
     * Makes threads of the test JVM throw whatever they do with a queue.
     *
     * @param queue the queue
     * @param failure asked by each thread anew; empty lets it continue
     */
    public void failUse(ProcessQueue<?> queue, Supplier<Optional<RuntimeException>> failure) {
        entry(queue).ifPresent(entry -> entry.queue().localHub().failUse(failure));
    }

    /**
     * Describes a queue's state.
     *
     * @param queue the queue
     * @return one line
     */
    public String describe(ProcessQueue<?> queue) {
        return entry(queue).map(entry -> asked(entry, HubQueue::describe)).orElse("gone");
    }

    /**
     * Returns the number of a queue.
     *
     * @param queue the queue
     * @return empty if it has ended
     */
    public Optional<Integer> number(ProcessQueue<?> queue) {
        return entry(queue).map(entry -> entry.queue().id);
    }

    /**
     * Shows a queue's state.
     *
     * @param queue the queue
     * @return empty if it has ended
     */
    public Optional<QueueState> state(ProcessQueue<?> queue) {
        return entry(queue).map(entry -> asked(entry, HubQueue::state));
    }

    /**
     * Returns whether a queue has elements.
     *
     * @param queue the queue
     * @return false also if it has ended
     */
    public boolean isUnread(ProcessQueue<?> queue) {
        return entry(queue)
                .map(entry -> asked(entry, hubQueue -> hubQueue.size() > 0))
                .orElse(false);
    }

    /**
     * Returns whether elements of a queue were lost with processes that died.
     *
     * @param queue the queue
     * @return false also if it has ended
     */
    public boolean hasGivenToDead(ProcessQueue<?> queue) {
        return entry(queue)
                .map(entry -> asked(entry, hubQueue -> hubQueue.statistics().givenToDead() > 0))
                .orElse(false);
    }

    /**
     * Ends a queue: it is closed, and can no longer be reached.
     *
     * @param queue the queue
     */
    public void end(ProcessQueue<?> queue) {
        entry(queue).ifPresent(entry -> {
            queues.remove(entry.queue().id);
            entry.queue().end();
        });
    }

    /**
     * Finds what a handle's id stands for in the test JVM.
     *
     * @param handleId any handle's id
     * @return the queue or the end; empty if it is of another kind, or its queue has ended
     */
    public Optional<Object> resolve(String handleId) {
        for (QueueHandle kind : QueueHandle.values()) {
            Optional<QueueEnds<?>> ends =
                    QueueHandle.queueOf(kind, handleId).map(queues::get).map(Entry::ends);
            if (ends.isPresent()) {
                return Optional.of(
                        switch (kind) {
                            case QUEUE -> ends.get().queue();
                            case WRITER -> ends.get().capturedWriter();
                            case READER -> ends.get().openReader();
                        });
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> entry(ProcessQueue<?> queue) {
        return queue instanceof Handle handle
                ? QueueHandle.queueOf(QueueHandle.QUEUE, handle.handleId()).map(queues::get)
                : Optional.empty();
    }

    private static void locked(Entry entry, Consumer<HubQueue> action) {
        asked(entry, queue -> {
            action.accept(queue);
            return null;
        });
    }

    private static <T> T asked(Entry entry, Function<HubQueue, T> question) {
        HubQueue queue = entry.queue();
        queue.lock.lock();
        try {
            return question.apply(queue);
        } finally {
            queue.lock.unlock();
        }
    }
}
