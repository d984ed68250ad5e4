package dev.multiprocess.internal.wire;

import java.nio.ByteOrder;

/**
 * The bytes of a frame, one message on a connection.
 *
 * <pre>
 *   0               4       5                       4 + length
 *   +---------------+-------+-----------------------+
 *   | length (int)  | type  | body                  |
 *   +---------------+-------+-----------------------+
 * </pre>
 *
 * <p>{@code length} counts type and body, big-endian, from 1 to the connection's limit. A frame is complete when all
 * its bytes have arrived. An end of file inside a frame drops it; {@link Connection} reports how many bytes were
 * missing.
 */
final class FrameDescriptor {

    /** Bytes of the length field. */
    static final int LENGTH_BYTES = 4;

    /** Bytes before the body. */
    static final int HEADER_BYTES = LENGTH_BYTES + 1;

    /** Type of a frame that the other end of two FIFOs sends back; no handler receives it. */
    static final int ECHO = 0;

    /** Byte order of all numbers on a connection. */
    static final ByteOrder ORDER = ByteOrder.BIG_ENDIAN;

    private FrameDescriptor() {}
}
