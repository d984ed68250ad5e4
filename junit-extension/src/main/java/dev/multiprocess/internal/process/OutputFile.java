package dev.multiprocess.internal.process;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file with the output of a child, byte by byte as the child wrote it.
 *
 * <p>Never fails once it is open, and needs no memory: where it can no longer be written, it ends and keeps the reason.
 */
final class OutputFile {

    private final OutputStream out;
    private boolean unfinished;
    private IOException problem;

    private OutputFile(OutputStream out) {
        this.out = out;
    }

    /** Makes the file anew; not through a channel, which closes if its thread is interrupted. */
    static OutputFile open(Path path) throws IOException {
        return new OutputFile(new BufferedOutputStream(new FileOutputStream(path.toFile())));
    }

    /** Why it is not whole. */
    Optional<IOException> problem() {
        return Optional.ofNullable(problem);
    }

    void write(byte[] bytes, int from, int length) {
        if (problem != null || length == 0) {
            return;
        }
        try {
            if (unfinished) {
                unfinished = false;
                out.write('\n');
            }
            out.write(bytes, from, length);
        } catch (IOException e) {
            endWith(e);
        }
    }

    /** Notes that the last line gets no end, since its stream has ended; what comes next begins a new line. */
    void leaveUnfinished() {
        unfinished = true;
    }

    void flush() {
        if (problem != null) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            endWith(e);
        }
    }

    void close() {
        if (problem != null) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            problem = e;
        }
    }

    private void endWith(IOException reason) {
        problem = reason;
        try {
            out.close();
        } catch (IOException e) {
            // What was still held back could not be written either; the descriptor is released all the same.
        }
    }
}
