package dev.multiprocess.internal.process;

import dev.multiprocess.internal.jvm.OutputEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One of the two streams that a child writes, cut into lines.
 *
 * <p>A line is written to the file in one piece, so that lines of two streams do not mix, unless it is longer than what
 * is held here. Such a line is shown in pieces, so that one without an end cannot fill the memory.
 */
final class OutputStreamOfChild {

    private static final int LONGEST_LINE = 16 * 1024;

    private final OutputEncoding encoding;
    private final DumpCatcher dumps = new DumpCatcher();

    /** Made at once, so that draining needs no memory later. */
    private final byte[] buffer = new byte[LONGEST_LINE];

    /** How much of the buffer is an unfinished line. */
    private int held;

    /** How much of it is filled. */
    private int filled;

    /** When lines were taken last, by the clock of {@link System#nanoTime()}. */
    private volatile long takenNanos = System.nanoTime();

    /** Whether what was taken last is the beginning of a line. */
    private boolean inLine;

    OutputStreamOfChild(OutputEncoding encoding) {
        this.encoding = encoding;
    }

    /**
     * Waits for what comes next; without a lock, as others only read what was there before.
     *
     * @return false at the end
     */
    boolean read(InputStream from) throws IOException {
        int read = from.read(buffer, held, buffer.length - held);
        filled = held + Math.max(0, read);
        return read >= 0;
    }

    /** Takes the lines out of what was read: into the file, and as texts. */
    void takeLines(OutputFile file, List<String> texts) {
        int start = 0;
        OutOfMemoryError failure = null;
        for (int end = held; end < filled; end++) {
            if (buffer[end] == '\n') {
                failure = take(start, end + 1, file, texts, failure);
                start = end + 1;
            }
        }
        if (start == 0 && filled == buffer.length) {
            start = wholeCharacters();
            failure = take(0, start, file, texts, failure);
        }
        takenNanos = System.nanoTime();
        held = filled - start;
        System.arraycopy(buffer, start, buffer, 0, held);
        if (failure != null) {
            throw failure;
        }
    }

    /** Takes what is left at the end. */
    void takeRest(OutputFile file, List<String> texts) {
        for (byte[] line : dumps.rest()) {
            write(line, 0, line.length, file, texts);
        }
        OutOfMemoryError failure = take(0, held, file, texts, null);
        if (inLine) {
            file.leaveUnfinished();
        }
        takenNanos = System.nanoTime();
        held = 0;
        if (failure != null) {
            throw failure;
        }
    }

    /** The buffer without the first bytes of a UTF-8 character whose last bytes are still to come. */
    private int wholeCharacters() {
        int end = filled - 1;
        while (end > filled - 4 && (buffer[end] & 0xC0) == 0x80) {
            end--;
        }
        return (buffer[end] & 0xC0) == 0xC0 ? end : filled;
    }

    /** Whatever has happened to one line, those after it go into the file. */
    private OutOfMemoryError take(int start, int end, OutputFile file, List<String> texts, OutOfMemoryError before) {
        if (start == end) {
            return before;
        }
        try {
            if (!dumps.isAtWork()) {
                write(buffer, start, end, file, texts);
                return before;
            }
            for (byte[] line : dumps.take(Arrays.copyOfRange(buffer, start, end))) {
                write(line, 0, line.length, file, texts);
            }
            return before;
        } catch (OutOfMemoryError e) {
            return before == null ? e : before;
        }
    }

    private void write(byte[] bytes, int start, int end, OutputFile file, List<String> texts) {
        file.write(bytes, start, end - start);
        boolean ends = bytes[end - 1] == '\n';
        boolean onlyTheEnd = ends && end - start == 1;
        boolean goesOn = inLine;
        inLine = !ends;
        if (!onlyTheEnd || !goesOn) {
            texts.add(text(bytes, start, end));
        }
    }

    private String text(byte[] bytes, int start, int end) {
        int length = end - start - (bytes[end - 1] == '\n' ? 1 : 0);
        String text = encoding.text(bytes, start, length);
        return text.indexOf('\r') < 0 ? text : text.replace("\r", "");
    }

    /** The unfinished line, such as a prompt. */
    Optional<String> unfinished() {
        return held == 0 || dumps.isInDump() ? Optional.empty() : Optional.of(text(buffer, 0, held));
    }

    /** When it got what it has now; different each time. */
    long takenNanos() {
        return takenNanos;
    }

    void catchNext(CompletableFuture<String> dump) {
        dumps.catchNext(dump);
    }
}
