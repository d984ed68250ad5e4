package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.elements.Room;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Room for an element that is filled in place; see {@link SharedQueue#claim}. */
public final class Claimed {

    static final Claimed FULL = new Claimed(PutOutcome.FULL, null, null, 0);
    static final Claimed CLOSED = new Claimed(PutOutcome.CLOSED, null, null, 0);

    /** {@code null} if the bytes are in the heap, and copied when the element is put. */
    final Room room;

    /** What counts against the budget since it was claimed. */
    final long cost;

    private final PutOutcome outcome;
    private final byte[] copied;

    /** Whether it is neither put nor given back; guarded by the lock for putting. */
    boolean open;

    private Claimed(PutOutcome outcome, Room room, byte[] copied, long cost) {
        this.outcome = outcome;
        this.room = room;
        this.copied = copied;
        this.cost = cost;
        open = outcome == PutOutcome.PUT;
    }

    static Claimed of(Room room, long cost) {
        return new Claimed(PutOutcome.PUT, room, null, cost);
    }

    static Claimed inHeap(int length, long cost) {
        return new Claimed(PutOutcome.PUT, null, new byte[length], cost);
    }

    /** Whether there is room: {@link PutOutcome#PUT} if so, otherwise why not. */
    public PutOutcome outcome() {
        return outcome;
    }

    /** Where the bytes go. */
    public ByteBuffer buffer() {
        return room != null ? room.buffer() : ByteBuffer.wrap(copied).order(ByteOrder.nativeOrder());
    }

    Element element() {
        return new Element(copied, true);
    }
}
