package dev.multiprocess.internal.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the thread dump that a JVM prints, which is no output of the child's code, out of the lines of one stream. */
final class DumpCatcher {

    private static final String BEGINNING = "Full thread dump ";
    private static final String LAST_LINE = "JNI global ref";

    /** Printed on the line before, to which the child's code may have written without ending it. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\r?\n$");

    private final StringBuilder dump = new StringBuilder();
    private CompletableFuture<String> wanted;

    /** A line that belongs to the dump if the next one begins it. */
    private byte[] held = {};

    /** Catches the next dump; completes this with it, up to its last thread. */
    void catchNext(CompletableFuture<String> next) {
        wanted = next;
        dump.setLength(0);
    }

    boolean isAtWork() {
        return wanted != null;
    }

    boolean isInDump() {
        return dump.length() > 0;
    }

    /**
     * Takes a line.
     *
     * @return what is output of the child, in pieces: the line, nothing, or also one that was held before
     */
    List<byte[]> take(byte[] line) {
        String text = text(line);
        if (isInDump() || text.startsWith(BEGINNING)) {
            List<byte[]> before = isInDump() ? List.of() : begin();
            append(text);
            return before;
        }
        List<byte[]> output = rest();
        if (TIME.matcher(text).find()) {
            held = line;
        } else {
            output.add(line);
        }
        return output;
    }

    private List<byte[]> begin() {
        String text = new String(held, StandardCharsets.ISO_8859_1);
        Matcher time = TIME.matcher(text);
        int start = time.find() ? time.start() : text.length();
        dump.append(text, start, text.length());
        List<byte[]> before = start == 0 ? List.of() : List.of(Arrays.copyOf(held, start));
        held = new byte[0];
        return before;
    }

    /** From the dump on all is taken, with what HotSpot adds about its heap, since the child is about to be ended. */
    private void append(String text) {
        dump.append(text);
        if (text.startsWith(LAST_LINE)) {
            wanted.complete(dump.toString());
        }
    }

    /** What was held and is not followed by a dump. */
    List<byte[]> rest() {
        List<byte[]> output = new ArrayList<>();
        if (held.length > 0) {
            output.add(held);
            held = new byte[0];
        }
        return output;
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).replace("\r", "");
    }
}
