package dev.multiprocess.internal.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames on a pipe, by type. {@code call} is a number that the child chose, repeated in the answer.
 *
 * <pre>
 *   child to test JVM                                  answer
 *   PUT       element                                  none; uses up credit, CREDIT restores it
 *   OFFER     call (int) | wait (byte) | element       ACCEPTED call, or REFUSED call | closed (byte)
 *   TAKE      threads (int) | wait (byte) | sees end   BATCH or NOTHING
 *   HURRY                                              makes a TAKE that waits be answered now
 *   RETURN                                             none; elements of the last BATCH that nobody waits for
 *   GIVEN                                              none; an element was given (see LeaseCells)
 *   CANCEL    call                                     makes an OFFER that waits be answered now
 *   ASK       call | question (byte) | long            ANSWER call | bytes
 *   CLOSE_SEEN                                         none; no PUT follows
 *
 *   test JVM to child
 *   OPENED    capacity (int) | credit (long) | cell (int) | name
 *   CREDIT    bytes (long)
 *   ACCEPTED, REFUSED, ANSWER                          as above
 *   BATCH     { length (int) | element } …
 *   NOTHING   outcome (byte) | names
 *   CLOSED                                             CLOSE_SEEN
 * </pre>
 */
final class PipeProtocol {

    static final int PUT = 1;
    static final int OFFER = 2;
    static final int TAKE = 3;
    static final int HURRY = 4;
    static final int RETURN = 5;
    static final int GIVEN = 6;
    static final int CANCEL = 7;
    static final int ASK = 8;
    static final int CLOSE_SEEN = 9;

    static final int OPENED = 65;
    static final int CREDIT = 66;
    static final int ACCEPTED = 67;
    static final int REFUSED = 68;
    static final int BATCH = 69;
    static final int NOTHING = 70;
    static final int ANSWER = 71;
    static final int CLOSED = 72;

    /** A batch, or a page, ends with the element that reaches it. */
    static final int BATCH_BYTES = 256 * 1024;

    /** The largest frame: a batch that is almost full, one element of the largest size, and what is around them. */
    static int largestFrame(int largestElement) {
        return Math.addExact(largestElement, 2 * BATCH_BYTES);
    }

    /** What a child can ask about a queue. */
    enum Question {
        SIZE,
        PAGE,
        REMOVE,
        CLOSE,
        STATISTICS,
        OPEN_WRITER,
        CLOSE_WRITER,
        WITHDRAW_WRITER
    }

    private PipeProtocol() {}

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

    /** Elements with their sequences: {@code sequence (long) | length (int) | bytes}, repeated. */
    static ByteBuffer encode(List<Element> elements) {
        int size = 0;
        for (Element element : elements) {
            size += Long.BYTES + Integer.BYTES + element.bytes.length;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (Element element : elements) {
            all.putLong(element.sequence).putInt(element.bytes.length).put(element.bytes);
        }
        return all.flip();
    }

    static List<Element> decode(ByteBuffer bytes) {
        List<Element> elements = new ArrayList<>();
        while (bytes.hasRemaining()) {
            long sequence = bytes.getLong();
            byte[] content = new byte[bytes.getInt()];
            bytes.get(content);
            Element element = new Element(content);
            element.sequence = sequence;
            elements.add(element);
        }
        return elements;
    }
}
