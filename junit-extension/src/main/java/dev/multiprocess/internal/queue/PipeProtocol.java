package dev.multiprocess.internal.queue;

import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The frames on a pipe, by type. {@code call} is a number that the child chose, repeated in the answer. Elements go
 * through shared memory; here go those for which there is none, and what only the test JVM can do.
 *
 * <pre>
 *   child to test JVM                                  answer
 *   WAKE_ALL                                               none; everybody who waits looks again
 *   OFFER     call (int) | element                     ANSWER call | outcome (byte)
 *   ASK       call (int) | question (byte) | long      ANSWER call | bytes
 *
 *   test JVM to child
 *   OPENED    seat                                     participant (int) | capacity (int) | budget (long)
 *                                                      | length (int) | folder | name
 *   ANSWER                                             as above
 *   WAKE                                               none; threads that wait look again
 * </pre>
 */
final class PipeProtocol {

    static final int WAKE_ALL = 1;
    static final int OFFER = 2;
    static final int ASK = 3;

    static final int OPENED = 65;
    static final int ANSWER = 66;
    static final int WAKE = 67;

    /** A page of elements ends with the one that reaches it. */
    static final int BATCH_BYTES = 256 * 1024;

    private static final int OTHER_PARTS = 64 * 1024;

    /** The largest frame: one element of the largest size, and what is around it. */
    static int largestFrame(int largestElement) {
        return Math.addExact(largestElement, OTHER_PARTS);
    }

    /** What a child can ask about a queue. */
    enum Question {
        RECYCLE,
        FETCH,
        BROKEN_BY,
        REMOVE,
        CLOSE,
        STATISTICS,
        OPEN_WRITER,
        CLOSE_WRITER,
        WITHDRAW_WRITER,
        TASKS_DONE,
        TASKS,
        WRITER_NAME
    }

    private PipeProtocol() {}

    static ByteBuffer seat(SharedQueue.QueueAddress seat) {
        ByteBuffer folder = text(seat.folder().toString());
        ByteBuffer name = text(seat.name());
        return ByteBuffer.allocate(3 * Integer.BYTES + Long.BYTES + folder.remaining() + name.remaining())
                .putInt(seat.participant())
                .putInt(seat.capacity())
                .putLong(seat.byteBudget())
                .putInt(folder.remaining())
                .put(folder)
                .put(name)
                .flip();
    }

    static SharedQueue.QueueAddress seat(int queue, ByteBuffer body) throws ProtocolException {
        int participant = body.getInt();
        int capacity = body.getInt();
        long byteBudget = body.getLong();
        int length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new ProtocolException("a queue's folder must be in its frame: length=" + length);
        }
        String folder = text(body.slice(body.position(), length));
        body.position(body.position() + length);
        try {
            return new SharedQueue.QueueAddress(queue, text(body), Path.of(folder), participant, capacity, byteBudget);
        } catch (InvalidPathException e) {
            throw new ProtocolException("a queue's folder must be a path: " + e.getMessage());
        }
    }

    static ByteBuffer tasks(Tasks tasks) {
        ByteBuffer names = text(String.join("\n", tasks.lostBy()));
        return ByteBuffer.allocate(Long.BYTES + names.remaining())
                .putLong(tasks.unfinished())
                .put(names)
                .flip();
    }

    static Tasks tasks(ByteBuffer body) {
        return new Tasks(body.getLong(), text(body).lines().toList());
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer rest) {
        return StandardCharsets.UTF_8.decode(rest).toString();
    }

    static byte[] bytes(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes;
    }
}
