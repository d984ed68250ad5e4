package dev.multiprocess.internal.record;

import dev.multiprocess.internal.recorder.LogFormat;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads the log of a recording, whose process may have been killed while it wrote the last entry. */
public final class RecordingReader {

    /** All of it is in memory, with the bytes of each write. */
    private static final long MOST_BYTES = 1L << 30;

    private RecordingReader() {}

    /**
     * Reads a log.
     *
     * @param log as the agent has written it
     * @return in the order of their effects, up to the first entry that is not whole
     * @throws IOException if it cannot be read, or is no recording
     */
    public static List<Operation> read(Path log) throws IOException {
        long size = Files.size(log);
        if (size > MOST_BYTES) {
            throw new IOException(
                    "a recording may have at most " + MOST_BYTES + " bytes, so a run must write less: bytes=" + size);
        }
        return read(ByteBuffer.wrap(Files.readAllBytes(log)));
    }

    static List<Operation> read(ByteBuffer log) throws IOException {
        if (log.remaining() < Long.BYTES || log.getLong() != LogFormat.MAGIC) {
            throw new IOException("this is no recording of file operations");
        }
        List<Operation> operations = new ArrayList<>();
        for (Optional<ByteBuffer> body = next(log); body.isPresent(); body = next(log)) {
            try {
                operations.add(operation(body.get()));
            } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
                throw new IOException("entry " + (operations.size() + 1) + " of the recording is too short", e);
            }
        }
        return operations;
    }

    /** The next whole entry. */
    private static Optional<ByteBuffer> next(ByteBuffer log) {
        if (log.remaining() < Long.BYTES) {
            return Optional.empty();
        }
        long length = log.getLong();
        if (length < 0 || length > log.remaining() - Integer.BYTES) {
            return Optional.empty();
        }
        ByteBuffer body = log.slice(log.position(), (int) length);
        log.position(log.position() + (int) length);
        CRC32 crc = new CRC32();
        crc.update(body.duplicate());
        return log.getInt() == (int) crc.getValue() ? Optional.of(body) : Optional.empty();
    }

    private static Operation operation(ByteBuffer body) throws IOException {
        int kind = body.get();
        Operation.Origin origin = new Operation.Origin(body.getLong(), text(body), text(body));
        return switch (kind) {
            case LogFormat.OPEN -> open(origin, body);
            case LogFormat.WRITE -> new Operation.Write(origin, body.getInt(), body.getLong(), rest(body));
            case LogFormat.TRUNCATE -> new Operation.Truncate(origin, body.getInt(), body.getLong());
            case LogFormat.FORCE -> new Operation.Force(origin, body.getInt(), text(body));
            case LogFormat.MAP -> new Operation.Map(origin, body.getInt(), body.getLong(), body.getLong());
            case LogFormat.MAP_FORCE -> new Operation.ForceMap(origin, body.getInt(), body.getLong(), rest(body));
            case LogFormat.RENAME -> new Operation.Rename(origin, text(body), text(body));
            case LogFormat.DELETE -> new Operation.Delete(origin, text(body));
            case LogFormat.MAKE_DIRECTORY -> new Operation.MakeDirectory(origin, text(body));
            case LogFormat.REMOVE_DIRECTORY -> new Operation.RemoveDirectory(origin, text(body));
            case LogFormat.LINK -> new Operation.Link(origin, text(body), text(body));
            case LogFormat.SYMBOLIC_LINK -> new Operation.SymbolicLink(origin, text(body), text(body));
            case LogFormat.MOVE_IN -> new Operation.MoveIn(origin, text(body), rest(body));
            case LogFormat.MOVE_OUT -> new Operation.MoveOut(origin, text(body));
            case LogFormat.FAILED -> new Operation.Failed(origin, body.getInt(), text(body));
            case LogFormat.NOTE -> new Operation.Note(origin, rest(body));
            case LogFormat.UNKNOWN -> new Operation.Unknown(origin, text(body));
            default -> throw new IOException("the recording has an entry of the unknown kind " + kind);
        };
    }

    private static Operation open(Operation.Origin origin, ByteBuffer body) {
        int handle = body.getInt();
        String path = text(body);
        int flags = body.getInt();
        return new Operation.Open(
                origin,
                handle,
                path,
                (flags & LogFormat.CREATE) != 0,
                (flags & LogFormat.TRUNCATING) != 0,
                // SYNC has the bit of DATA_SYNC, too.
                (flags & LogFormat.DATA_SYNC) != 0);
    }

    private static String text(ByteBuffer body) {
        int length = body.getInt();
        String text = StandardCharsets.UTF_8
                .decode(body.slice(body.position(), length))
                .toString();
        body.position(body.position() + length);
        return text;
    }

    private static byte[] rest(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }
}
