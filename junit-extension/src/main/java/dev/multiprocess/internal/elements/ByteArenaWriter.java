package dev.multiprocess.internal.elements;

import dev.multiprocess.internal.memory.HeadWord;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SharedFile;
import dev.multiprocess.internal.memory.SlotFile;
import dev.multiprocess.internal.memory.SlotFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for the bytes of the elements that one participant puts. Not thread-safe.
 *
 * <p>It begins with a small arena, and takes a larger one when all it has are full of waiting elements. When it finds
 * one empty it goes back to the smallest: recently used memory is still near the processor.
 */
public final class ByteArenaWriter implements AutoCloseable {

    /** 64 KiB, 256 KiB, and so on up to 64 MiB; from there on all have the same size. */
    static final int MOST_ARENAS = 254;

    private static final int FIRST_BYTES = 1 << 16;
    private static final int GROWTH_BITS = 2;
    private static final int LARGEST = 5;
    private static final int LARGEST_ELEMENT = bytesOf(LARGEST) - PutWord.UNIT_BYTES;

    /** In a smaller arena the writer would soon have to look for another. */
    private static final int LEAST_ELEMENTS = 4;

    /** More than this in use is likely to be out of the processor's caches when it is read. */
    private static final int LARGE_BYTES = 4 << 20;

    private static final int LARGE_ELEMENTS = 8;

    private final QueueMemory memory;
    private final SlotFiles segments;
    private final int participant;

    /** From the smallest to the largest. */
    private final List<ByteArena> arenas = new ArrayList<>();

    private boolean canGrow = true;
    private boolean reclaimed;

    /** Where bytes were placed last, from where to where. */
    private ByteArena current;

    private int placedStart;

    /** 0 once they have been committed. */
    private int placedEnd;

    /**
     * Starts without an arena.
     *
     * @param segments to see what was taken
     */
    public ByteArenaWriter(QueueMemory memory, SlotFiles segments, int participant) {
        this.memory = memory;
        this.segments = segments;
        this.participant = participant;
    }

    /**
     * Writes an element's bytes; {@link #commit} must follow if the element was put, nothing otherwise.
     *
     * @return what its slot has to say; 0 if there is no room
     */
    public long place(Element element) {
        int length = element.length();
        int header = header(length);
        int size = roundUp(header + (long) length);
        int start = size > LARGEST_ELEMENT ? -1 : find(size);
        if (start < 0) {
            return 0;
        }
        if (length >= PutWord.LONG) {
            current.file.set(start + ByteArena.HEADER_BYTES, length);
        }
        int offset = start + header;
        if (element.raw()) {
            current.file.write(offset, Element.RAW);
            offset++;
        }
        current.file.write(offset, element.bytes());
        placedStart = start;
        placedEnd = start + size;
        return PutWord.inArena(participant, current.number, start / PutWord.UNIT_BYTES, length);
    }

    /** Records that the last placed bytes were put; a second call does nothing. */
    public void commit(long position) {
        if (placedEnd > 0) {
            current.commit(position, placedStart, placedEnd);
            placedEnd = 0;
        }
    }

    private static int header(int length) {
        return ByteArena.HEADER_BYTES + (length >= PutWord.LONG ? Long.BYTES : 0);
    }

    /**
     * Takes room for a raw element of that many bytes; {@link #put} or {@link #giveBack} must follow.
     *
     * @return {@code null} if there is none
     */
    public Room claim(int length) {
        int stored = Element.alignedLength(length);
        int header = header(stored);
        int size = roundUp(header + (long) stored);
        int start = size > LARGEST_ELEMENT ? -1 : find(size);
        if (start < 0) {
            return null;
        }
        if (stored >= PutWord.LONG) {
            current.file.set(start + ByteArena.HEADER_BYTES, stored);
        }
        current.file.write(start + header, Element.ALIGNED);
        Room room = new Room(
                current,
                start,
                PutWord.inArena(participant, current.number, start / PutWord.UNIT_BYTES, stored),
                current.file.show(start + header + Element.ALIGNED_BYTES, length));
        current.commit(ByteArena.CLAIMED, start, start + size);
        return room;
    }

    /** Records that what was claimed was put; a second call does nothing. */
    public void put(Room room, long position) {
        room.arena.settle(room.start, position);
    }

    /** Gives back what was claimed and will not be put. */
    public void giveBack(Room room) {
        room.arena.settle(room.start, ByteArena.GIVEN_BACK);
    }

    /** Finds room in some arena, which is the current one then; -1 if there is none. */
    private int find(int size) {
        int start = current == null ? -1 : current.find(size);
        if (start >= 0) {
            return start;
        }
        for (ByteArena arena : arenas) {
            reclaimed |= arena.reclaim(this::isDone);
        }
        for (ByteArena arena : arenas) {
            if (arena.isEmpty() && arena.file.size() / LEAST_ELEMENTS >= size) {
                return use(arena, size);
            }
        }
        if (current != null && current.find(size) >= 0) {
            return current.find(size);
        }
        for (ByteArena arena : arenas) {
            if (arena.find(size) >= 0) {
                return use(arena, size);
            }
        }
        return -1;
    }

    private int use(ByteArena arena, int size) {
        current = arena;
        return arena.find(size);
    }

    /** Whether no process will read an element's bytes; the test JVM still has to read the length of a long one. */
    private boolean isDone(long position) {
        if (position >= ByteArena.GIVEN_BACK) {
            return position == ByteArena.GIVEN_BACK;
        }
        // In this order: who looks has said so before taking.
        return isTaken(position) && !memory.looks.include(position);
    }

    private boolean isTaken(long position) {
        if (position < memory.recycled()) {
            return true;
        }
        SlotFile slots = segments.at(position);
        return slots == null || slots.taken(position) != 0 && PutWord.length(slots.put(position)) != PutWord.LONG;
    }

    /** Whether there is room for an element of that many bytes, as it is stored. */
    public boolean hasRoom(int length) {
        int size = roundUp(header(length) + (long) length);
        return size <= LARGEST_ELEMENT && find(size) >= 0;
    }

    /** Whether there are bytes of elements that were taken, so that recycling makes room. */
    public boolean wouldGain() {
        long head = HeadWord.position(memory.head());
        return arenas.stream().anyMatch(arena -> !arena.isEmpty() && arena.first() < head);
    }

    /**
     * Whether it is better to wait a moment than to grow: elements are being taken, and much memory is in use.
     *
     * @param length of the element that is to be placed
     */
    public boolean isWorthWaiting(int length) {
        return reclaimed
                && current.file.size() >= Math.max(LARGE_BYTES, LARGE_ELEMENTS * (long) length)
                && length <= LARGEST_ELEMENT;
    }

    /** Makes another arena for an element, if that is possible. */
    public void grow(int length) {
        reclaimed = false;
        int size = roundUp(ByteArena.HEADER_BYTES + Long.BYTES + (long) length);
        int number = arenas.isEmpty() ? 0 : arenas.get(arenas.size() - 1).number + 1;
        while (number < MOST_ARENAS && bytesOf(number) < size) {
            number++;
        }
        if (!canGrow || number >= MOST_ARENAS) {
            return;
        }
        try {
            SharedFile file = SharedFile.create(memory.arenaFile(participant, number), bytesOf(number));
            current = new ByteArena(memory, number, file);
            arenas.add(current);
        } catch (IOException e) {
            System.getLogger(ByteArenaWriter.class.getName())
                    .log(
                            Level.WARNING,
                            "elements that do not fit the memory they have now have files of their own: {0}",
                            e.toString());
            canGrow = false;
        }
    }

    static int bytesOf(int number) {
        return FIRST_BYTES << GROWTH_BITS * Math.min(number, LARGEST);
    }

    private static int roundUp(long size) {
        long units = Math.max(1, (size + PutWord.UNIT_BYTES - 1) / PutWord.UNIT_BYTES);
        return (int) Math.min(Integer.MAX_VALUE, units * PutWord.UNIT_BYTES);
    }

    @Override
    public void close() {
        arenas.forEach(ByteArena::close);
    }
}
