package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.memory.Bell;
import dev.multiprocess.internal.segment.Segment;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The words of one lock, semaphore, latch, event or barrier, which all its processes change. Each process that has it has a
 * cell, which it writes while it lives, and the test JVM when it has died. Any thread.
 *
 * <pre>
 * 0           64                        128               256                1280
 * +-----------+-------------------------+-----------------+------------------+---------------------+
 * | parameters| state, bell, owner      | name of a dead  | resets           | cells, 256 of them  |
 * +-----------+-------------------------+-----------------+------------------+---------------------+
 * </pre>
 */
final class SyncMemory {

    /** The most processes that have one object at the same time. */
    static final int MOST_CELLS = 256;

    /** The most conditions of one lock. */
    static final int MOST_CONDITIONS = 16;

    private static final int PARAMETER = 0;
    private static final int BOUND = 8;
    private static final int CELLS_USED = 16;
    private static final int CONDITIONS_USED = 24;

    private static final int STATE = 64;
    private static final int BELL = 72;
    private static final int OWNER = 80;
    private static final int HELD_COUNT = 88;
    private static final int HELD_SINCE = 96;
    private static final int HOLD_BITS = 16;
    private static final long MOST_HOLDS = (1L << HOLD_BITS) - 1;

    private static final int DEAD = 128;
    private static final int RESETS = 256;
    private static final int MOST_RESETS = 128;

    private static final int CELLS = RESETS + MOST_RESETS * Long.BYTES;
    private static final int CELL_BYTES = 320;
    static final int BYTES = CELLS + MOST_CELLS * CELL_BYTES;

    private static final int PROCESS = 0;
    private static final int WAITING = 8;
    private static final int ABORT = 16;
    private static final int HELD = 24;
    private static final int PENDING = 32;
    private static final int ACKNOWLEDGED = 40;
    private static final int LEFT = 48;
    private static final int CONDITIONS = 64;
    private static final int NAME = CONDITIONS + MOST_CONDITIONS * Long.BYTES;
    private static final int NAME_BYTES = CELL_BYTES - NAME;

    private static final int WAITING_BITS = 24;
    private static final long MOST_WAITING = (1L << WAITING_BITS) - 1;

    final Segment segment;

    /** Rung after each change that threads may wait for. */
    final Bell bell;

    SyncMemory(Segment segment) {
        this.segment = segment;
        bell = new Bell(segment, BELL);
    }

    /** Prepares what is new; only the test JVM does. */
    void begin(long parameter, long bound, long state) {
        segment.set(PARAMETER, parameter);
        segment.set(BOUND, bound);
        segment.set(STATE, state);
    }

    String name() {
        return segment.id().name();
    }

    int number() {
        return segment.id().number();
    }

    @Override
    public String toString() {
        return segment.id().toString();
    }

    long parameter() {
        return segment.get(PARAMETER);
    }

    long bound() {
        return segment.get(BOUND);
    }

    // ---- state

    long state() {
        return segment.get(STATE);
    }

    boolean moveState(long expected, long word) {
        return segment.compareAndSet(STATE, expected, word);
    }

    // ---- the owner of a lock, for messages

    void publishOwner(long thread, long holds) {
        segment.publish(OWNER, thread << HOLD_BITS | Math.min(holds, MOST_HOLDS));
    }

    long ownerThread() {
        return segment.get(OWNER) >>> HOLD_BITS;
    }

    /** At most 65,535. */
    long ownerHolds() {
        return segment.get(OWNER) & MOST_HOLDS;
    }

    /** Notes that a lock was found taken; the first to find that of each taking counts. */
    void tellHeld(long state) {
        if (segment.get(HELD_COUNT) != state) {
            segment.set(HELD_SINCE, System.currentTimeMillis());
            segment.set(HELD_COUNT, state);
        }
    }

    /** Since when a lock was found taken; empty if it was not found so. */
    OptionalLong heldSince(long state) {
        long since = segment.get(HELD_SINCE);
        return segment.get(HELD_COUNT) == state ? OptionalLong.of(since) : OptionalLong.empty();
    }

    /** Reserves a condition of a lock; 16 or more if there is none left. */
    int nextCondition() {
        return (int) Math.min(segment.getAndAdd(CONDITIONS_USED, 1), MOST_CONDITIONS);
    }

    // ---- what the test JVM says of the dead

    String nameOfDead() {
        return text(DEAD, RESETS - DEAD);
    }

    void tellDead(String name) {
        write(DEAD, RESETS - DEAD, name);
    }

    /** Whether a generation of a barrier was ended by a reset, and not by the last party. */
    boolean wasReset(long generation) {
        return segment.get(reset(generation)) == generation + 1;
    }

    void tellReset(long generation) {
        segment.set(reset(generation), generation + 1);
    }

    private static int reset(long generation) {
        return RESETS + (int) (generation % MOST_RESETS) * Long.BYTES;
    }

    // ---- cells

    /** Finds the cell of a process, or takes one. */
    int join(int process, String name) {
        int known = find(process);
        if (known >= 0) {
            return known;
        }
        for (int i = 0; i < MOST_CELLS; i++) {
            if (segment.get(cell(i)) == 0 && segment.compareAndSet(cell(i), 0, process + 1L)) {
                write(cell(i) + NAME, NAME_BYTES, name);
                long used = segment.get(CELLS_USED);
                while (used <= i && !segment.compareAndSet(CELLS_USED, used, i + 1L)) {
                    used = segment.get(CELLS_USED);
                }
                return i;
            }
        }
        throw new IllegalStateException(String.valueOf(segment.id())
                .concat(" cannot be used by more than ")
                .concat(Integer.toString(MOST_CELLS))
                .concat(" live processes at the same time"));
    }

    /** Finds the cell of a process; negative if it has none. */
    int find(int process) {
        for (int i = 0; i < cells(); i++) {
            if (process(i) == process) {
                return i;
            }
        }
        return -1;
    }

    /** Gives the cell of a process back that has died; only the test JVM does. */
    void free(int cell) {
        for (int offset = CELL_BYTES - Long.BYTES; offset >= 0; offset -= Long.BYTES) {
            segment.set(cell(cell) + offset, 0);
        }
    }

    int cells() {
        return (int) segment.get(CELLS_USED);
    }

    /** The process that has a cell; negative if none has. */
    int process(int cell) {
        return (int) segment.get(cell(cell) + PROCESS) - 1;
    }

    String nameOf(int process) {
        int cell = find(process);
        return cell < 0 ? "a process that has ended" : text(cell(cell) + NAME, NAME_BYTES);
    }

    /** How many threads of a process wait. */
    int waiting(int cell) {
        return (int) (segment.get(cell(cell) + WAITING) & MOST_WAITING);
    }

    /** Where the process can be woken; 0 if it cannot. */
    int address(int cell) {
        return (int) (segment.get(cell(cell) + WAITING) >>> WAITING_BITS);
    }

    void publishWaiting(int cell, int address, int threads) {
        segment.set(cell(cell) + WAITING, (long) address << WAITING_BITS | threads);
    }

    /** Why the threads of a process must not wait; 0 if they may. */
    long abort(int cell) {
        return segment.get(cell(cell) + ABORT);
    }

    void setAbort(int cell, long word) {
        segment.set(cell(cell) + ABORT, word);
    }

    long held(int cell) {
        return segment.get(cell(cell) + HELD);
    }

    void addHeld(int cell, long count) {
        segment.getAndAdd(cell(cell) + HELD, count);
    }

    void setHeld(int cell, long permits) {
        segment.publish(cell(cell) + HELD, permits);
    }

    long pending(int cell) {
        return segment.get(cell(cell) + PENDING);
    }

    void setPending(int cell, long word) {
        segment.publish(cell(cell) + PENDING, word);
    }

    long acknowledged(int cell) {
        return segment.get(cell(cell) + ACKNOWLEDGED);
    }

    void acknowledge(int cell, long sequence) {
        long now = acknowledged(cell);
        while (now < sequence && !segment.compareAndSet(cell(cell) + ACKNOWLEDGED, now, sequence)) {
            now = acknowledged(cell);
        }
    }

    /** Whether a task of the process has returned with the lock held. */
    boolean isLeft(int cell) {
        return segment.get(cell(cell) + LEFT) != 0;
    }

    void setLeft(int cell) {
        segment.set(cell(cell) + LEFT, 1);
    }

    long condition(int cell, int condition) {
        return segment.get(cell(cell) + CONDITIONS + condition * Long.BYTES);
    }

    boolean moveCondition(int cell, int condition, long expected, long word) {
        return segment.compareAndSet(cell(cell) + CONDITIONS + condition * Long.BYTES, expected, word);
    }

    private static int cell(int number) {
        return CELLS + number * CELL_BYTES;
    }

    // ---- the action of a barrier

    /** How large a segment must be. */
    static long bytes(byte[] action) {
        return action.length == 0 ? BYTES : BYTES + Long.BYTES + action.length;
    }

    void setAction(byte[] action) {
        if (action.length > 0) {
            segment.usable().put(BYTES + Long.BYTES, action);
            segment.set(BYTES, action.length);
        }
    }

    /** Empty if there is none. */
    byte[] action() {
        byte[] action = new byte[segment.id().bytes() > BYTES ? Math.toIntExact(segment.get(BYTES)) : 0];
        if (action.length > 0) {
            segment.usable().get(BYTES + Long.BYTES, action);
        }
        return action;
    }

    // ---- texts

    private void write(int offset, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, room - Long.BYTES);
        for (int i = 0; i < length; i += Long.BYTES) {
            long word = 0;
            for (int j = Math.min(length - i, Long.BYTES) - 1; j >= 0; j--) {
                word = word << Byte.SIZE | bytes[i + j] & 0xFF;
            }
            segment.set(offset + Long.BYTES + i, word);
        }
        segment.set(offset, length);
    }

    private String text(int offset, int room) {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(segment.get(offset), room - Long.BYTES))];
        for (int i = 0; i < bytes.length; i++) {
            long word = segment.get(offset + Long.BYTES + i / Long.BYTES * Long.BYTES);
            bytes[i] = (byte) (word >>> i % Long.BYTES * Byte.SIZE);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
