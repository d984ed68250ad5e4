package dev.multiprocess.internal.process;

import dev.multiprocess.internal.events.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of an output, as many as there is room for: a number of them, and the memory that they take. */
final class KeptLines {

    private static final int MOST_LINES = 10_000;
    private static final long MOST_BYTES = 8 << 20;
    private static final long FEWEST_BYTES = 256 << 10;

    /** With this, 64 children that flood their output take at most half of the heap. */
    private static final int PART_OF_HEAP = 128;

    /** What a line takes besides its characters: the text, its array, the time, and the place in the list. */
    private static final int BYTES_OF_LINE = 80;

    private final int mostLines;
    private final long mostBytes;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long bytes;

    KeptLines(int mostLines, long mostBytes) {
        this.mostLines = mostLines;
        this.mostBytes = mostBytes;
    }

    /** As many as this JVM has room for. */
    static KeptLines forThisHeap() {
        return new KeptLines(MOST_LINES, bytesFor(Runtime.getRuntime().maxMemory()));
    }

    static long bytesFor(long heap) {
        return Math.max(FEWEST_BYTES, Math.min(MOST_BYTES, heap / PART_OF_HEAP));
    }

    /** Adds a line, for which the oldest make room. */
    void add(String line) {
        lines.addLast(new Line(System.nanoTime(), line));
        bytes += bytes(line);
        while (lines.size() > 1 && (lines.size() > mostLines || bytes > mostBytes)) {
            bytes -= bytes(lines.removeFirst().text());
        }
    }

    /** At most, since a text of Latin letters takes half as much. */
    private static long bytes(String line) {
        return BYTES_OF_LINE + 2L * line.length();
    }

    List<String> toList() {
        return new ArrayList<>(lines.stream().map(Line::text).toList());
    }

    /** The same with the times at which they were added. */
    List<Line> timed() {
        return List.copyOf(lines);
    }
}
