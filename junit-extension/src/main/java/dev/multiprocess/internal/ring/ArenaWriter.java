package dev.multiprocess.internal.ring;

import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Memory for the bytes of the elements that one participant puts. Not thread-safe.
 *
 * <p>Each arena is filled round and round, and given back in the order of the slots as these are recycled. When one is
 * full of elements that wait, a larger one follows; the older is then left alone.
 */
final class ArenaWriter implements AutoCloseable {

    private static final int FIRST_BYTES = 1 << 16;
    private static final int GROWTH_BITS = 2;

    /** 64 KiB, 256 KiB, and so on up to 64 MiB. */
    static final int MOST_ARENAS = 6;

    private static final int LARGEST_ELEMENT = bytesOf(MOST_ARENAS - 1) - PutWord.UNIT_BYTES;

    private static final System.Logger LOG = System.getLogger(ArenaWriter.class.getName());

    private final QueueMemory memory;
    private final int participant;
    private final LongFifo positions = new LongFifo();
    private final LongFifo ends = new LongFifo();
    private boolean canGrow = true;

    /** The arena in use and its number; none at first. */
    private SharedFile arena;

    private int number = -1;

    /** Where the next bytes go, and where the oldest are that are still needed; equal if there are none. */
    private int next;

    private int oldest;

    /** Where the bytes end that were placed last and not committed. */
    private int placedEnd;

    ArenaWriter(QueueMemory memory, int participant) {
        this.memory = memory;
        this.participant = participant;
    }

    /**
     * Writes an element's bytes; {@link #commit} must follow if the element was put, nothing otherwise.
     *
     * @return what its slot has to say; 0 if there is no room
     */
    long place(Element element) {
        int length = element.length();
        if (length > LARGEST_ELEMENT) {
            return 0;
        }
        int header = length >= PutWord.LONG ? Long.BYTES : 0;
        int size = roundUp(header + length);
        int start = find(size);
        if (start < 0) {
            return 0;
        }
        if (header > 0) {
            arena.set(start, length);
        }
        int offset = start + header;
        if (element.raw()) {
            arena.write(offset, Element.RAW);
            offset++;
        }
        arena.write(offset, element.bytes());
        placedEnd = start + size;
        return PutWord.inArena(participant, number, start / PutWord.UNIT_BYTES, length);
    }

    void commit(long position) {
        next = placedEnd;
        positions.add(position);
        ends.add(placedEnd);
    }

    /** Whether what is needed of the current arena is in slots that were taken, so that recycling makes room. */
    boolean wouldGain() {
        return !positions.isEmpty() && positions.first() < HeadWord.position(memory.head());
    }

    /** Whether half of the current arena, or more, can be written to. */
    boolean isHalfFree() {
        if (arena == null) {
            return false;
        }
        reclaim();
        int used = positions.isEmpty() ? 0 : next > oldest ? next - oldest : arena.size() - oldest + next;
        return used <= arena.size() / 2;
    }

    /** Makes a larger arena for an element, if that is possible. */
    void grow(int length) {
        if (length > LARGEST_ELEMENT || number + 1 == MOST_ARENAS || !canGrow) {
            return;
        }
        int larger = number + 1;
        while (bytesOf(larger) < roundUp(Long.BYTES + length)) {
            larger++;
        }
        try {
            SharedFile made = SharedFile.create(memory.arenaFile(participant, larger), bytesOf(larger));
            close();
            arena = made;
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "elements that do not fit the memory they have now go through the test JVM''s heap: {0}",
                    e.toString());
            canGrow = false;
            return;
        }
        number = larger;
        positions.clear();
        ends.clear();
    }

    private int find(int size) {
        if (arena == null) {
            return -1;
        }
        reclaim();
        int capacity = arena.size();
        if (positions.isEmpty()) {
            next = 0;
            oldest = 0;
            return size <= capacity ? 0 : -1;
        }
        if (next > oldest) {
            return size <= capacity - next ? next : size < oldest ? 0 : -1;
        }
        return size < oldest - next ? next : -1;
    }

    private void reclaim() {
        long recycled = memory.recycled();
        while (!positions.isEmpty() && positions.first() < recycled) {
            positions.remove();
            oldest = (int) ends.remove();
        }
    }

    static int bytesOf(int number) {
        return FIRST_BYTES << GROWTH_BITS * number;
    }

    private static int roundUp(int size) {
        return Math.max(1, (size + PutWord.UNIT_BYTES - 1) / PutWord.UNIT_BYTES) * PutWord.UNIT_BYTES;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
