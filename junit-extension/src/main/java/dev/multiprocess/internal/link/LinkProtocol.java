package dev.multiprocess.internal.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The frames on a link, by type.
 *
 * <pre>
 *   child to test JVM
 *   STARTED                      the task begins
 *   RESULT    bytes              it returned
 *   FAILURE   bytes              it threw
 *   EXITING   text               the JVM is going down before the task has returned: what asked for it
 *                                 after its return only if code or a signal asked for it
 *   DUMP      call (int) | text  the threads or the census, as asked for
 *   CALL      call           a method of an object that the test JVM has, or knows the owner of
 *   ANSWER    answer         to a CALLED
 *   FORGET    call (int)     nothing waits for the answer to that CALL any more
 *   BEGUN     call (int)     a worker begins the task of that CALLED
 *   DISTURB   call (int)     interrupt what carries out that CALL
 *   SAVED     call (int)         what tools have collected is written, as asked for
 *   READY                        a JVM that waits for its job is warm
 *   TAKEN                        it has its JOB, which has not begun
 *   NOTE      text               for the launch record
 *   UP                           the first word of a link over FIFOs: this JVM is there
 *
 *   test JVM to child
 *   JOB       bytes              see Job; its task may begin
 *   BEGIN                        the task of the job in the file may begin
 *   STOP                         end, please
 *   DUMP_ASKED call (int)
 *   SAVE_ASKED call (int)        you are about to be killed: write what tools have collected
 *   INTERRUPT                    interrupt the thread that runs the task
 *   REPLY     answer         to a CALL
 *   CALLED    call           a method of an object that this child has
 *   FORGOTTEN call (int)     nothing waits for the answer to that CALLED any more
 *   DISTURBED call (int)     interrupt what carries out that CALLED
 *   CENSUS_ASKED call (int)
 *
 *   call     number (int) | caller (int) | its number of the call (int) | handle's id (length as int, text) | bytes
 *   answer   number (int) | 0 or 1 for thrown (byte) | bytes
 * </pre>
 */
final class LinkProtocol {

    static final int STARTED = 1;
    static final int RESULT = 2;
    static final int FAILURE = 3;
    static final int EXITING = 4;
    static final int DUMP = 5;
    static final int CALL = 6;
    static final int READY = 7;
    static final int NOTE = 8;
    static final int SAVED = 9;
    static final int UP = 10;
    static final int TAKEN = 11;
    static final int ANSWER = 12;
    static final int FORGET = 13;
    static final int DISTURB = 14;
    static final int BEGUN = 15;

    static final int JOB = 65;
    static final int STOP = 66;
    static final int DUMP_ASKED = 67;
    static final int REPLY = 68;
    static final int SAVE_ASKED = 70;
    static final int INTERRUPT = 71;
    static final int CENSUS_ASKED = 72;
    static final int BEGIN = 73;
    static final int CALLED = 74;
    static final int FORGOTTEN = 75;
    static final int DISTURBED = 76;

    private LinkProtocol() {}

    static byte[] bytes(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes;
    }

    static String text(ByteBuffer rest) {
        return StandardCharsets.UTF_8.decode(rest).toString();
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).flip();
    }
}
