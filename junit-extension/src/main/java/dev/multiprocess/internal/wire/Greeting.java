package dev.multiprocess.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first bytes on a connection: the caller's identity, and the proof that it may call.
 *
 * <pre>
 *   0          4          6         38       39         43          47
 *   +----------+----------+---------+--------+----------+-----------+
 *   | "MPJU"   | version  | secret  | kind   | child    | queue     |
 *   +----------+----------+---------+--------+----------+-----------+
 * </pre>
 *
 * <p>All numbers big-endian. The answer is one byte: {@link #WELCOME}, or {@link #REFUSED} followed by the reason in
 * UTF-8 and the end of file.
 *
 * @param kind {@link #LINK}, {@link #PIPE} or {@link #DIAGNOSIS}
 * @param child the number of the child that calls; 0 for a build tool
 * @param queue the number of the queue that a pipe is for; 0 for a link
 */
public record Greeting(int kind, int child, int queue) {

    /** The control connection of a child. */
    public static final int LINK = 1;

    /** A child's connection to one queue. */
    public static final int PIPE = 2;

    /** A build tool that asks what tests are doing, before it kills their JVM; it gets a text and the end of file. */
    public static final int DIAGNOSIS = 3;

    /** Bytes of the secret. */
    public static final int SECRET_BYTES = 32;

    static final int BYTES = 47;
    static final byte WELCOME = 1;
    static final byte REFUSED = 0;

    private static final int MAGIC = 0x4d504a55;
    private static final short VERSION = 1;

    ByteBuffer encode(byte[] secret) {
        return ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .putShort(VERSION)
                .put(secret)
                .put((byte) kind)
                .putInt(child)
                .putInt(queue)
                .flip();
    }

    /** The answer to a caller that is not admitted. */
    static ByteBuffer refusal(String reason) {
        byte[] text = String.valueOf(reason).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(REFUSED).put(text).flip();
    }

    static Greeting decode(ByteBuffer bytes, byte[] secret) throws ProtocolException {
        int magic = bytes.getInt();
        if (magic != MAGIC) {
            throw new ProtocolException("a greeting must begin with "
                    + HexFormat.of().toHexDigits(MAGIC) + ": " + HexFormat.of().toHexDigits(magic));
        }
        short version = bytes.getShort();
        if (version != VERSION) {
            throw new ProtocolException("protocol version must be " + VERSION + ": version=" + version);
        }
        byte[] theirs = new byte[SECRET_BYTES];
        bytes.get(theirs);
        // Constant time: the comparison must not reveal how many bytes were right.
        boolean same = MessageDigest.isEqual(theirs, secret);
        Arrays.fill(theirs, (byte) 0);
        if (!same) {
            throw new ProtocolException("the secret is wrong");
        }
        int kind = bytes.get();
        if (kind < LINK || kind > DIAGNOSIS) {
            throw new ProtocolException("kind must be from " + LINK + " to " + DIAGNOSIS + ": kind=" + kind);
        }
        return new Greeting(kind, bytes.getInt(), bytes.getInt());
    }
}
