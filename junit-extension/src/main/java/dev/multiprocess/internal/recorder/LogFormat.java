package dev.multiprocess.internal.recorder;

/**
 * The bytes of a recording, which is one file:
 *
 * <pre>
 * 0          8
 * +----------+-------+-------+--
 * | "MPREC1" | entry | entry | ...     the name is followed by two zeros
 * +----------+-------+-------+--
 *
 * 0               8                       8 + length
 * +---------------+-----------------------+--------------+
 * | length (long) | body                  | CRC-32 (int) |
 * +---------------+-----------------------+--------------+
 *
 * 0      1               9        ...
 * +------+---------------+--------+-------+---------------------+
 * | kind | number (long) | thread | frame | what the kind needs |
 * +------+---------------+--------+-------+---------------------+
 * </pre>
 *
 * <p>A text is its length in bytes (int) and its UTF-8; bytes of a file are the last part of a body, without a length.
 * All numbers are big-endian. The last entry may be torn: then its length or its CRC does not fit.
 */
public final class LogFormat {

    /** What a recording begins with. */
    public static final long MAGIC = 0x4d50_5245_4331_0000L;

    /** Handle (int), path, flags of the system call (int). Handle 0: closed again. */
    public static final byte OPEN = 1;

    /** Handle (int), offset (long), bytes. */
    public static final byte WRITE = 2;

    /** Handle (int), size (long). */
    public static final byte TRUNCATE = 3;

    /** Handle (int), path: for handle 0 of a file or directory that was opened for reading. */
    public static final byte FORCE = 4;

    /** Handle (int), offset (long), size (long): for writing. */
    public static final byte MAP = 5;

    /** Handle (int), offset (long), bytes. */
    public static final byte MAP_FORCE = 6;

    /** Path, new path. */
    public static final byte RENAME = 7;

    /** Path of what is no directory. */
    public static final byte DELETE = 8;

    /** Path. */
    public static final byte MAKE_DIRECTORY = 9;

    /** Path. */
    public static final byte REMOVE_DIRECTORY = 10;

    /** Path of the file, path of its new name. */
    public static final byte LINK = 11;

    /** What the link says, path. */
    public static final byte SYMBOLIC_LINK = 12;

    /** Path, bytes: a file from elsewhere got this name. */
    public static final byte MOVE_IN = 13;

    /** Path: it got a name elsewhere. */
    public static final byte MOVE_OUT = 14;

    /** Kind (int), path: an attempt without effect. */
    public static final byte FAILED = 15;

    /** Bytes that the code under test has left between two operations; without a number. */
    public static final byte NOTE = 16;

    /** Text: from here on the recording does not know what is in the directory. */
    public static final byte UNKNOWN = 17;

    /** Flags of open, as Linux has them. */
    public static final int ACCESS = 3;

    public static final int CREATE = 0100;
    public static final int EXCLUSIVE = 0200;
    public static final int TRUNCATING = 01000;
    public static final int APPEND = 02000;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int DATA_SYNC = 010000;
    public static final int SYNC = 04010000;

    private LogFormat() {}
}
