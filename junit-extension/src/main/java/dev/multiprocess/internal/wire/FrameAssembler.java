package dev.multiprocess.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Assembles frames from the bytes that arrive, in whatever pieces; guarded by its connection's lock. */
final class FrameAssembler {

    private static final int FIRST_ALLOCATION = 64 * 1024;

    private final int frameLimit;

    /** The frame that has arrived in part: its length field at first, then all of it; {@code null} between frames. */
    private byte[] partial;

    private int filled;
    private int wanted;

    /**
     * Begins between two frames.
     *
     * @param frameLimit the largest frame that may arrive, in bytes
     */
    FrameAssembler(int frameLimit) {
        this.frameLimit = frameLimit;
    }

    /**
     * Takes bytes out of a buffer until a frame is complete.
     *
     * @return type and body, valid as long as the buffer is; {@code null} when the buffer is empty
     * @throws ProtocolException if a length is not allowed
     */
    ByteBuffer next(ByteBuffer buffer) throws ProtocolException {
        while (buffer.hasRemaining()) {
            if (partial == null && buffer.remaining() < FrameDescriptor.LENGTH_BYTES) {
                partial = new byte[FrameDescriptor.LENGTH_BYTES];
                filled = 0;
                wanted = FrameDescriptor.LENGTH_BYTES;
            } else if (partial == null) {
                int length = checkedLength(buffer.getInt());
                if (buffer.remaining() >= length) {
                    ByteBuffer frame = buffer.slice(buffer.position(), length);
                    buffer.position(buffer.position() + length);
                    return frame;
                }
                begin(length);
            }
            ByteBuffer frame = fill(buffer);
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    /**
     * Offers a place for the bytes of a large frame, which need no other buffer.
     *
     * @param most the most that would be read at once
     * @return to be read into, and then reported by {@link #filled}; {@code null} if less than that is missing
     */
    ByteBuffer rest(int most) {
        if (partial == null || wanted - filled <= most) {
            return null;
        }
        grow();
        return ByteBuffer.wrap(partial, filled, Math.min(room(), most));
    }

    /** Returns the type of a frame that has arrived in part; negative if that has not come yet, or there is none. */
    int unfinishedType() {
        return partial != null && filled > FrameDescriptor.LENGTH_BYTES
                ? Byte.toUnsignedInt(partial[FrameDescriptor.LENGTH_BYTES])
                : -1;
    }

    /** Reports how many bytes were read into {@link #rest}. */
    void filled(int count) {
        filled += count;
    }

    /** Describes how much of a frame has arrived; empty between two frames. */
    String unfinished() {
        return partial == null
                ? ""
                : filled + " of " + (wanted == FrameDescriptor.LENGTH_BYTES ? "its first " : "") + wanted + " bytes";
    }

    private void begin(int length) {
        // A length is a claim: memory is taken as the bytes arrive, not as they are announced.
        partial = new byte[Math.min(length, FIRST_ALLOCATION) + FrameDescriptor.LENGTH_BYTES];
        ByteBuffer.wrap(partial).putInt(length);
        filled = FrameDescriptor.LENGTH_BYTES;
        wanted = FrameDescriptor.LENGTH_BYTES + length;
    }

    private ByteBuffer fill(ByteBuffer buffer) throws ProtocolException {
        grow();
        int count = Math.min(buffer.remaining(), room());
        buffer.get(partial, filled, count);
        filled += count;
        if (filled < wanted) {
            return null;
        }
        byte[] whole = partial;
        partial = null;
        if (wanted == FrameDescriptor.LENGTH_BYTES) {
            begin(checkedLength(ByteBuffer.wrap(whole).getInt()));
            return null;
        }
        return ByteBuffer.wrap(whole, FrameDescriptor.LENGTH_BYTES, wanted - FrameDescriptor.LENGTH_BYTES);
    }

    private int room() {
        return Math.min(partial.length, wanted) - filled;
    }

    private void grow() {
        if (filled == partial.length && filled < wanted) {
            partial = Arrays.copyOf(partial, (int) Math.min(2L * partial.length, wanted));
        }
    }

    private int checkedLength(int length) throws ProtocolException {
        if (length < 1 || length > frameLimit) {
            throw new ProtocolException("frame length must be between 1 and " + frameLimit + ": length=" + length);
        }
        return length;
    }
}
