package dev.multiprocess.internal.crashed;

import dev.multiprocess.crash.Promises;
import dev.multiprocess.internal.recorder.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** What a run says between its file operations, in the recording of those: a byte for the kind, and a text. */
public final class Notes {

    private static final byte PROMISE = 'p';
    private static final byte CHECKPOINT = 'c';
    private static final byte THROWN = 't';

    private Notes() {}

    /** The text of a promise; empty for another note. */
    public static Optional<String> promise(byte[] note) {
        return text(PROMISE, note);
    }

    /** The name of a checkpoint that was reached; empty for another note. */
    public static Optional<String> checkpoint(byte[] note) {
        return text(CHECKPOINT, note);
    }

    /** What the work has thrown; empty for another note. */
    public static Optional<String> thrown(byte[] note) {
        return text(THROWN, note);
    }

    private static Optional<String> text(byte kind, byte[] note) {
        return note.length > 0 && note[0] == kind
                ? Optional.of(new String(note, 1, note.length - 1, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    static void checkpoint(String point) {
        note(CHECKPOINT, point);
    }

    static void thrown(Throwable thrown) {
        note(THROWN, thrown.toString());
    }

    private static void note(byte kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[bytes.length + 1];
        all[0] = kind;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        Recorder.note(all);
    }

    /** Adds promises to the recording. */
    static final class OfPromises implements Promises {

        @Override
        public void add(String promise) {
            note(PROMISE, Objects.requireNonNull(promise, "a promise must not be null"));
        }
    }
}
