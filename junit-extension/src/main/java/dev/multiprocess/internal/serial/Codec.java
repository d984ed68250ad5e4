package dev.multiprocess.internal.serial;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.minlog.Log;
import dev.multiprocess.internal.kryo.CheckedInput;
import dev.multiprocess.internal.kryo.TransferKryo;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.io.OutputStream;
import java.util.List;

/** One Kryo with its buffers; used by one thread at a time, and not again after it threw. */
final class Codec {

    private static final int BUFFER_BYTES = 4096;
    private static final int LARGE_BYTES = 1 << 20;

    /** A large buffer is kept while messages need it, and released after this many in a row that did not. */
    private static final int SMALL_IN_A_ROW = 16;

    private static final byte[] NOTHING = {};

    static {
        // Before Kryo's first use: without it Kryo tries sun.misc.Unsafe, which JDK 25 warns of on stderr.
        if (System.getProperty("kryo.unsafe") == null) {
            System.setProperty("kryo.unsafe", "false");
        }
        // It writes to stdout, which belongs to the test.
        Log.set(Log.LEVEL_ERROR);
    }

    private final TransferKryo kryo;
    private final int maxBytes;
    private final Output output;
    private int smallInARow;
    private final Input input = new CheckedInput();

    Codec(TransferKryo kryo, int maxBytes) {
        this.kryo = kryo;
        this.maxBytes = maxBytes;
        output = new Output(Math.min(BUFFER_BYTES, maxBytes), maxBytes);
    }

    /**
     * Writes a header and an object.
     *
     * @param maxDepth how deep objects may be nested
     * @param level how many throwables contain it in their fields
     * @throws KryoBufferOverflowException if it needs more than {@code maxBytes}
     */
    byte[] write(byte header, Object value, int maxDepth, int level) {
        kryo.setLevel(level);
        kryo.setMaxDepth(maxDepth);
        output.reset();
        output.writeByte(header);
        kryo.writeClassAndObject(output, value);
        byte[] bytes = output.toBytes();
        if (output.getBuffer().length > LARGE_BYTES) {
            smallInARow = bytes.length > LARGE_BYTES / 4 ? 0 : smallInARow + 1;
            if (smallInARow == SMALL_IN_A_ROW) {
                output.setBuffer(new byte[Math.min(BUFFER_BYTES, maxBytes)], maxBytes);
            }
        }
        return bytes;
    }

    /** Counts the bytes an object needs, without keeping them. */
    long measure(Object value) {
        kryo.setMaxDepth(Integer.MAX_VALUE);
        try (Output counter = new Output(OutputStream.nullOutputStream(), BUFFER_BYTES)) {
            kryo.writeClassAndObject(counter, value);
            return 1 + counter.total();
        }
    }

    /** Reads an object that follows a header and fills the rest of the bytes. */
    Object read(byte[] bytes, int offset, int length) {
        input.setBuffer(bytes, offset, length);
        kryo.setMaxDepth(Integer.MAX_VALUE);
        Object object = kryo.readClassAndObject(input);
        int left = input.limit() - input.position();
        input.setBuffer(NOTHING);
        if (left > 0) {
            throw new UnreadableObjectException("the object ends " + left + " bytes before the message does", null);
        }
        return object;
    }

    /** Returns the handles written since the last call, and forgets them. */
    List<Handle> takeHandles() {
        return kryo.takeHandles();
    }
}
