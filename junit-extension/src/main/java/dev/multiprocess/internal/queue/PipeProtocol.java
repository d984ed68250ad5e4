package dev.multiprocess.internal.queue;

import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The frames on a pipe, by type. {@code call} is a number that the child chose, repeated in the answer. Elements go
 * through shared memory; a pipe carries what only the test JVM can do.
 *
 * <pre>
 *   child to test JVM                                  answer
 *   WAKE_ALL                                               none; all that wait look again
 *   ASK       call (int) | question (byte) | long      ANSWER call | bytes
 *
 *   test JVM to child
 *   OPENED    address                                  participant (int) | capacity (int) | budget (long)
 *                                                      | length (int) | folder
 *                                                      | length (int) | folder for overflow | name
 *   ANSWER                                             as above
 *   WAKE                                               none; threads that wait look again
 * </pre>
 */
public final class PipeProtocol {

    public static final int WAKE_ALL = 1;
    public static final int ASK = 2;

    public static final int OPENED = 65;
    public static final int ANSWER = 66;
    public static final int WAKE = 67;

    /** A page of elements ends with the one that reaches it. */
    static final int BATCH_BYTES = 256 * 1024;

    /** Far more than the longest, which is the ledger of a queue that thousands of processes have used. */
    public static final int LARGEST_FRAME = 16 << 20;

    private PipeProtocol() {}

    public static ByteBuffer address(SharedQueue.QueueAddress address) {
        ByteBuffer folder = text(address.folder().toString());
        ByteBuffer overflow = text(address.overflow().toString());
        ByteBuffer name = text(address.name());
        int texts = folder.remaining() + overflow.remaining() + name.remaining();
        return ByteBuffer.allocate(4 * Integer.BYTES + Long.BYTES + texts)
                .putInt(address.participant())
                .putInt(address.capacity())
                .putLong(address.byteBudget())
                .putInt(folder.remaining())
                .put(folder)
                .putInt(overflow.remaining())
                .put(overflow)
                .put(name)
                .flip();
    }

    public static SharedQueue.QueueAddress address(int queue, ByteBuffer body) throws ProtocolException {
        int participant = body.getInt();
        int capacity = body.getInt();
        long byteBudget = body.getLong();
        Path folder = folder(body);
        Path overflow = folder(body);
        return new SharedQueue.QueueAddress(queue, text(body), folder, overflow, participant, capacity, byteBudget);
    }

    private static Path folder(ByteBuffer body) throws ProtocolException {
        int length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new ProtocolException("a queue's folder must be in its frame: length=" + length);
        }
        String folder = text(body.slice(body.position(), length));
        body.position(body.position() + length);
        try {
            return Path.of(folder);
        } catch (InvalidPathException e) {
            throw new ProtocolException("a queue's folder must be a path: " + e.getMessage());
        }
    }

    public static ByteBuffer flag(boolean value) {
        return ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)});
    }

    public static ByteBuffer tasks(Tasks tasks) {
        ByteBuffer names = text(String.join("\n", tasks.lostBy()));
        return ByteBuffer.allocate(Long.BYTES + names.remaining())
                .putLong(tasks.unfinished())
                .put(names)
                .flip();
    }

    public static Tasks tasks(ByteBuffer body) {
        return new Tasks(body.getLong(), text(body).lines().toList());
    }

    public static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(ByteBuffer rest) {
        return StandardCharsets.UTF_8.decode(rest).toString();
    }

    static byte[] bytes(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes;
    }
}
