package dev.multiprocess.internal.bell;

/**
 * Makes a stack overflow happen before an operation, not in the middle of it: a lock taken on the last bytes of a stack
 * may never be released.
 *
 * <p>It costs about a tenth of a microsecond, which is little beside a system call or a question to another process.
 */
public final class StackReserve {

    /** With the frames of compiled code about 10 KB, with those of the interpreter 15; a system call needs a third. */
    private static final int FRAMES = 64;

    private StackReserve() {}

    /**
     * Returns if there is enough stack for an operation of ours.
     *
     * @throws StackOverflowError if there is not
     */
    public static void require() {
        if (frame(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) == 0) {
            throw new AssertionError("a sum of what is above 0 is 0");
        }
    }

    /** Has many parameters and uses them after the call, so that they take up stack in compiled code as well. */
    private static long frame(
            int left,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            long g,
            long h,
            long i,
            long j,
            long k,
            long l,
            long m,
            long n,
            long o) {
        return left == 0
                ? a
                : frame(left - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, a)
                        + (a & b & c & d & e & f & g & h & i & j & k & l & m & n & o);
    }
}
