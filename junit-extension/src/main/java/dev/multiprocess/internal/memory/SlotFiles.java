package dev.multiprocess.internal.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The slots of a queue as one side of it sees them: an endless row, in files that are made when the row gets there and
 * deleted when all their slots have been recycled. Not thread-safe.
 *
 * <p>The first files are small, since most queues of tests are. A deleted file stays in the memory of processes that
 * still look at it, and its slots never change again.
 */
public final class SlotFiles {

    /** The slots of the first files; the last number holds for all that follow. */
    private static final int[] LENGTHS = {1 << 10, 1 << 12, 1 << 14, 1 << 16};

    private static final long LONG_START = LENGTHS[0] + LENGTHS[1] + LENGTHS[2];

    private final QueueMemory memory;
    private final TreeMap<Integer, SlotFile> open = new TreeMap<>();
    private SlotFile current;

    public SlotFiles(QueueMemory memory) {
        this.memory = memory;
        current = map(0);
        if (current == null) {
            current = map(number(Math.max(0, Math.min(memory.recycled(), HeadWord.MOST_POSITION))));
        }
    }

    public static int length(int number) {
        return LENGTHS[Math.min(number, LENGTHS.length - 1)];
    }

    public static int bytes(int number) {
        return length(number) * SlotFile.SLOT_BYTES;
    }

    public static long start(int number) {
        long start = 0;
        for (int i = 0; i < Math.min(number, LENGTHS.length - 1); i++) {
            start += LENGTHS[i];
        }
        return start + (long) Math.max(0, number - (LENGTHS.length - 1)) * LENGTHS[LENGTHS.length - 1];
    }

    static int number(long position) {
        if (position >= LONG_START) {
            return (int) ((position - LONG_START) / LENGTHS[LENGTHS.length - 1]) + LENGTHS.length - 1;
        }
        int number = 0;
        while (position >= start(number + 1)) {
            number++;
        }
        return number;
    }

    /** Finds the file with a slot; {@code null} if it is not there yet, or no longer. */
    public SlotFile at(long position) {
        if (current != null && current.contains(position)) {
            return current;
        }
        if (position < 0 || position > HeadWord.MOST_POSITION) {
            throw memory.damaged("it has no slot " + position);
        }
        int number = number(position);
        SlotFile segment = open.get(number);
        if (segment == null) {
            segment = map(number);
        }
        if (segment != null) {
            current = segment;
        }
        return segment;
    }

    private SlotFile map(int number) {
        if (number >= memory.segments()) {
            return null;
        }
        try {
            SharedFile file = SharedFile.open(memory.segmentFile(number), bytes(number));
            if (isRecycled(number)) {
                // It may have been made again by a process that did not know that it had existed.
                file.close();
                return null;
            }
            return keep(new SlotFile(number, file));
        } catch (NoSuchFileException e) {
            if (isRecycled(number)) {
                return null;
            }
            throw new UncheckedIOException("a part of the queue was deleted by somebody else", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a part of the queue cannot be opened", e);
        }
    }

    private boolean isRecycled(int number) {
        return start(number) + length(number) <= memory.recycled();
    }

    private SlotFile keep(SlotFile segment) {
        release();
        open.put(segment.number, segment);
        return segment;
    }

    /** Releases what is no longer needed: a deleted file takes up its room until the last process has released it. */
    private void release() {
        long recycled = memory.recycled();
        for (Iterator<SlotFile> all = open.values().iterator(); all.hasNext(); ) {
            SlotFile old = all.next();
            if (old.end <= recycled && old != current) {
                old.close();
                all.remove();
            }
        }
    }

    /**
     * Ensures that there is a slot.
     *
     * @throws IOException if there is no room for it
     */
    public void require(long position) throws IOException {
        int number = number(position);
        if (number < memory.segments()) {
            return;
        }
        // Others must never see a file that is not whole, and this process may die at any moment.
        Path own = memory.ownFile();
        SharedFile.create(own, bytes(number)).close();
        try {
            Files.createLink(memory.segmentFile(number), own);
            if (isRecycled(number)) {
                // Others have made it meanwhile, used it, and the test JVM has deleted it.
                Files.deleteIfExists(memory.segmentFile(number));
            }
        } catch (FileAlreadyExistsException e) {
            // Another process was faster.
        } finally {
            Files.delete(own);
        }
        memory.raiseSegments(number + 1);
    }

    /** Deletes the files whose slots are all below a position; only the test JVM does. */
    public void delete(long from, long below) throws IOException {
        for (int number = number(from); start(number + 1) <= below; number++) {
            Files.deleteIfExists(memory.segmentFile(number));
        }
        release();
    }

    public void close() {
        for (Map.Entry<Integer, SlotFile> each : open.entrySet()) {
            each.getValue().close();
        }
        open.clear();
        current = null;
    }
}
