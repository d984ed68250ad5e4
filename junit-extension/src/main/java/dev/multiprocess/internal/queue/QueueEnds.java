package dev.multiprocess.internal.queue;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.QueueBrokenException;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.UnreadableElementException;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.slots.Claimed;
import dev.multiprocess.internal.slots.Taken;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ends of one queue in one process, and whether the process counts as a writer.
 *
 * <p>A process that holds the queue itself is counted from the start of its task; asking for {@code writer()} turns
 * that into a writer that can be closed, asking for {@code reader()} before anything was put withdraws it.
 *
 * @param <E> the type of the elements
 */
public final class QueueEnds<E> {

    final QueueAccess access;

    private final ObjectCodec serializer;
    private final String subject;
    private final boolean opensLate;
    private final ProcessQueueView<E> queue = new ProcessQueueView<>(this);

    /** Whether this process counts as a writer because it holds the queue. */
    private boolean holds;

    private volatile boolean puts;

    /** The end that this process's task came with; it was counted when the task was started. */
    private QueueWriter<E> captured;

    /** The ends in the test JVM, which counts as a writer from its first put. */
    public static <E> QueueEnds<E> ofTestJvm(QueueAccess access, ObjectCodec serializer) {
        return new QueueEnds<>(access, serializer, true, false, false);
    }

    /** The ends in a child, which counts as a writer for what its task came with. */
    static <E> QueueEnds<E> ofChild(
            QueueAccess access, ObjectCodec serializer, boolean capturedQueue, boolean capturedWriter) {
        return new QueueEnds<>(access, serializer, false, capturedQueue, capturedWriter);
    }

    private QueueEnds(
            QueueAccess access, ObjectCodec serializer, boolean opensLate, boolean holds, boolean capturedWriter) {
        this.access = access;
        this.serializer = serializer;
        subject = "element of queue '" + access.name() + "'";
        this.opensLate = opensLate;
        this.holds = holds;
        captured = capturedWriter ? new QueueWriterView<>(this, true) : null;
    }

    public ProcessQueue<E> queue() {
        return queue;
    }

    public synchronized QueueWriter<E> capturedWriter() {
        if (captured == null) {
            captured = openWriter();
        }
        return captured;
    }

    synchronized QueueWriter<E> openWriter() {
        if (holds && !puts) {
            holds = false;
            return new QueueWriterView<>(this, true);
        }
        // The test JVM often opens an end only to pass it to a child; such an end must not keep the stream open.
        if (!opensLate) {
            access.openWriter();
        }
        return new QueueWriterView<>(this, !opensLate);
    }

    public synchronized QueueReader<E> openReader() {
        if (holds && !puts) {
            holds = false;
            access.withdrawWriter();
        }
        return new QueueReaderView<>(this);
    }

    /** Called before something is put into the queue itself, not into an end of it. */
    void willPut() {
        if (!puts) {
            countAsWriter();
        }
    }

    private synchronized void countAsWriter() {
        if (!holds) {
            access.openWriter();
            holds = true;
        }
        puts = true;
    }

    boolean put(E element, long nanos) throws InterruptedException {
        return access.put(write(element), nanos);
    }

    private Element write(E element) {
        return serializer.isRaw(element)
                ? new Element((byte[]) element, true)
                : new Element(serializer.write(element, subject), false);
    }

    void taskDone() {
        if (!access.tasksDone(1)) {
            throw new IllegalStateException(
                    "taskDone() was called once more than elements were put into queue '" + access.name() + "'");
        }
    }

    /** Waits until all tasks are done; false if the time was over before that. */
    boolean joinTasks(long nanos) throws InterruptedException {
        Tasks tasks = access.joinTasks(nanos);
        if (!tasks.lostBy().isEmpty()) {
            throw new QueueBrokenException(
                    tasks.text() + " of queue '" + access.name() + "' will not be done: "
                            + String.join(", ", tasks.lostBy()) + " ended after having taken "
                            + (tasks.unfinished() == 1 ? "it" : "them") + ", without taskDone()",
                    access.name(),
                    tasks.lostBy());
        }
        return tasks.unfinished() == 0;
    }

    /**
     * Takes an element, or waits for it, and delivers it; one that is not accepted, for lack of memory or stack or by
     * the caller, is left to the next take of this process.
     *
     * @param use turns the result into what the caller wants
     */
    <T> T take(long nanos, boolean seesEnd, Function<Taken, T> use) throws InterruptedException {
        return deliver(access.take(nanos, seesEnd), use);
    }

    /** Does the same with an element that is left where it is, if that can be. */
    <T> T look(long nanos, Function<Taken, T> use) throws InterruptedException {
        return deliver(access.look(nanos), use);
    }

    private <T> T deliver(Taken taken, Function<Taken, T> use) {
        Taken.Undelivered undelivered = access.undelivered();
        try {
            return use.apply(taken);
        } catch (UnreadableElementException e) {
            // No process can read it.
            throw e;
        } catch (RuntimeException | Error e) {
            if (taken.element != null || taken.shown != null) {
                // Without a call, for which there may be no stack.
                synchronized (undelivered) {
                    taken.next = undelivered.first;
                    undelivered.first = taken;
                }
                access.wakeAll();
            }
            throw e;
        }
    }

    /** Reads what was taken. */
    E read(Taken taken) {
        return taken.shown == null ? read(taken.element, taken.writer()) : copied(taken.shown);
    }

    @SuppressWarnings("unchecked") // a raw element is an array of bytes
    private E copied(Taken.Shown shown) {
        byte[] bytes = new byte[shown.bytes().remaining()];
        shown.bytes().get(0, bytes);
        access.done(shown);
        return (E) bytes;
    }

    /** Shows what was taken, where it is if that can be. */
    QueueReader.Look show(Taken taken) {
        if (taken.shown != null) {
            return new Looking(taken.shown.bytes(), () -> access.done(taken.shown));
        }
        if (read(taken) instanceof byte[] bytes) {
            ByteBuffer copy = ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
            return new Looking(copy, () -> {});
        }
        throw new IllegalStateException("the next element of queue '" + access.name()
                + "' is no byte[], which alone can be looked at in place; it can still be taken");
    }

    /**
     * Claims room for an element.
     *
     * @return empty if there was none all the time
     */
    Optional<Claimed> claim(int length, long nanos) throws InterruptedException {
        if (length < 0 || length >= serializer.maxBytes()) {
            throw new IllegalArgumentException("the length of a claim in queue '" + access.name()
                    + "' must be between 0 and " + (serializer.maxBytes() - 1)
                    + ", so that it is below the frame limit: length=" + length);
        }
        return access.claim(length, nanos);
    }

    /** Reads what is still in the queue. */
    E read(Element.Placed placed) {
        return read(placed.element(), placed.writer());
    }

    @SuppressWarnings("unchecked")
    private E read(Element element, int writer) {
        try {
            return (E) (element.raw() ? element.bytes() : serializer.read(element.bytes()));
        } catch (UnreadableObjectException e) {
            String name = access.writerName(writer);
            throw new UnreadableElementException(
                    subject + " that '" + name + "' has put cannot be read here: " + e.getMessage(),
                    access.name(),
                    name,
                    e.className(),
                    e.getCause());
        }
    }
}
