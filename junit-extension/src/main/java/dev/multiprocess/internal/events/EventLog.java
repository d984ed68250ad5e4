package dev.multiprocess.internal.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Events of all processes of a test, in memory that they share: a ring of records of one size. Any thread of any process
 * may write; what a process had written is there when it has been killed, except one record that it was just writing.
 *
 * <pre>
 *   0  the number of records that were ever begun
 * 128  record 0
 * 256  record 1 ...
 *
 * of a record:
 *   0  its number + 1, or 0 while it is being written
 *   8  begin      16  end      24  number      32  detail
 *  40  kind, process      44  length of the text      48  thread      56  text
 * </pre>
 *
 * <p>The number of a record is written last. A reader that finds the same number before and after it has read the rest
 * has read one record; an end, which comes later, is one word of its own.
 */
public final class EventLog {

    /** The most bytes of the text of an event. */
    public static final int MOST_TEXT = 72;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int RECORD = 128;
    private static final int NUMBER_OF_RECORD = 0;
    private static final int BEGIN = 8;
    private static final int END = 16;
    private static final int NUMBER = 24;
    private static final int DETAIL = 32;
    private static final int KIND = 40;
    private static final int LENGTH = 44;
    private static final int THREAD = 48;
    private static final int TEXT = 56;
    private static final int KIND_BITS = 8;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final Event.Kind[] KINDS = Event.Kind.values();

    private final ByteBuffer memory;
    private final int room;

    /**
     * Opens a log.
     *
     * @param memory shared, and zero when the first process opened it; from {@link #bytes} on
     */
    public EventLog(ByteBuffer memory) {
        this.memory = memory.slice(0, memory.limit()).order(ByteOrder.nativeOrder());
        room = memory.limit() / RECORD - 1;
    }

    /** How much memory a log takes that keeps so many records. */
    public static int bytes(int records) {
        return (records + 1) * RECORD;
    }

    /**
     * Writes an event over the oldest.
     *
     * @return the number of its record
     */
    long add(Event.Kind kind, int process, long begin, long end, long number, long detail, byte[] text) {
        long record = (long) LONG.getAndAdd(memory, 0, 1L);
        write(record, kind, process, begin, end, number, detail, text);
        return record;
    }

    /**
     * Writes an event over one that this thread wrote.
     *
     * @param record its number, as long as it is there
     */
    void write(long record, Event.Kind kind, int process, long begin, long end, long number, long detail, byte[] text) {
        int at = at(record);
        LONG.setVolatile(memory, at + NUMBER_OF_RECORD, 0L);
        memory.putLong(at + BEGIN, begin);
        memory.putLong(at + END, end);
        memory.putLong(at + NUMBER, number);
        memory.putLong(at + DETAIL, detail);
        memory.putInt(at + KIND, kind.ordinal() | process << KIND_BITS);
        memory.putLong(at + THREAD, Thread.currentThread().getId());
        int length = lengthOfWholeLetters(text);
        memory.putInt(at + LENGTH, length);
        memory.put(at + TEXT, text, 0, length);
        LONG.setRelease(memory, at + NUMBER_OF_RECORD, record + 1);
    }

    private static int lengthOfWholeLetters(byte[] text) {
        if (text.length <= MOST_TEXT) {
            return text.length;
        }
        int length = MOST_TEXT;
        while ((text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    /** Whether no other event has been written over that record. */
    boolean has(long record) {
        return (long) LONG.getVolatile(memory, at(record) + NUMBER_OF_RECORD) == record + 1;
    }

    /** Says when the event of a record was over. */
    void end(long record, long end) {
        // If another thread overwrites it at this moment, that one gets a wrong end: a ring of thousands is not
        // written around within these two lines.
        if (has(record)) {
            LONG.setRelease(memory, at(record) + END, end);
        }
    }

    private int at(long record) {
        return (int) (1 + record % room) * RECORD;
    }

    /** How many events there were before the oldest that is kept. */
    public long lost() {
        return Math.max(0, (long) LONG.getVolatile(memory, 0) - room);
    }

    /** Reads what is there, by the time at which it began. */
    public List<Event> read() {
        List<Event> events = new ArrayList<>();
        long next = (long) LONG.getVolatile(memory, 0);
        for (long record = Math.max(0, next - room); record < next; record++) {
            if (has(record)) {
                Event event = event(at(record));
                if (has(record)) {
                    events.add(event);
                }
            }
        }
        events.sort(Comparator.comparingLong(Event::begin));
        return events;
    }

    private Event event(int at) {
        int kind = memory.getInt(at + KIND);
        byte[] text = new byte[Math.max(0, Math.min(memory.getInt(at + LENGTH), MOST_TEXT))];
        memory.get(at + TEXT, text);
        return new Event(
                KINDS[(kind & KIND_MASK) % KINDS.length],
                kind >>> KIND_BITS,
                memory.getLong(at + THREAD),
                memory.getLong(at + BEGIN),
                (long) LONG.getAcquire(memory, at + END),
                memory.getLong(at + NUMBER),
                memory.getLong(at + DETAIL),
                new String(text, StandardCharsets.UTF_8));
    }
}
