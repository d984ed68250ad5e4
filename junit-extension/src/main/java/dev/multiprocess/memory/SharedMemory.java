package dev.multiprocess.memory;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * A piece of memory that processes of a test share: what one writes, the others read. A parameter of a test with {@link
 * Bytes}, or made by {@link dev.multiprocess.Processes#sharedMemory}.
 *
 * <p>It may be captured by tasks, put into queues, passed as an argument and returned, and is the same memory everywhere; its
 * {@code equals} compares which memory it is. A process maps it once. Its size is fixed, from 1 byte to 2047 MiB. All bytes are
 * zero at first, and there is room for all of them: no access fails because a file system is full.
 *
 * <p>It ends with its test, or its class, and with nothing else: the death of a process that has made it or used it changes
 * nothing in it, whatever that process was about to write. Only this user's processes can reach it.
 *
 * <p>Ints and longs are in native order, and are accessed as by a {@link java.lang.invoke.VarHandle}, whose names the methods
 * have: between processes these guarantee what they guarantee between threads. Any thread. Each access throws
 *
 * <ul>
 *   <li>{@link IndexOutOfBoundsException} if it is not inside the memory,
 *   <li>{@link IllegalArgumentException} if the offset is no multiple of the size of the value,
 *   <li>{@link IllegalStateException} if the test, or the class, has ended.
 * </ul>
 *
 * <p>A test that was aborted, as at its deadline, cannot use it either: accesses on its threads throw what it fails with, so
 * that a loop that waits for a value ends.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SharedMemory {

    /**
     * Returns its name.
     *
     * @return as in messages
     */
    String name();

    /**
     * Returns its size.
     *
     * @return in bytes
     */
    long size();

    /**
     * Shows all of it.
     *
     * <p>A buffer cannot always be told that its test has ended. It never ends the JVM: the memory stays where it is as long as
     * a buffer shows it. From JDK 22 on, a buffer throws {@link IllegalStateException} from the end of the test on, in a child
     * that outlives the test once a method of this object has thrown that there. Otherwise it shows memory that no other process
     * has any more.
     *
     * @return a new view in native order, at position 0
     * @throws IllegalStateException if the test has ended
     */
    ByteBuffer buffer();

    /**
     * Shows a part of it, as {@link #buffer()} does.
     *
     * @param offset where the part begins; any byte
     * @param length how many bytes it has
     * @return a new view in native order, at position 0
     * @throws IndexOutOfBoundsException if the part is not inside the memory
     * @throws IllegalStateException if the test has ended
     */
    ByteBuffer buffer(long offset, int length);

    // ---- ints

    /**
     * Reads an int as a plain field is read.
     *
     * @param offset where it is: a multiple of 4
     * @return its value
     */
    int getInt(long offset);

    /**
     * Writes an int as a plain field is written.
     *
     * @param offset where it is: a multiple of 4
     * @param value to be there
     */
    void setInt(long offset, int value);

    /**
     * Reads an int, and sees all that was written before it: as a volatile field is read.
     *
     * @param offset where it is: a multiple of 4
     * @return its value
     */
    int getIntVolatile(long offset);

    /**
     * Writes an int as a volatile field is written.
     *
     * @param offset where it is: a multiple of 4
     * @param value to be there
     */
    void setIntVolatile(long offset, int value);

    /**
     * Reads an int; later accesses of this thread come after it.
     *
     * @param offset where it is: a multiple of 4
     * @return its value
     */
    int getIntAcquire(long offset);

    /**
     * Writes an int; earlier accesses of this thread come before it.
     *
     * @param offset where it is: a multiple of 4
     * @param value to be there
     */
    void setIntRelease(long offset, int value);

    /**
     * Replaces an int if it has a certain value.
     *
     * @param offset where it is: a multiple of 4
     * @param expected what must be there
     * @param value to be there
     * @return whether it was replaced
     */
    boolean compareAndSetInt(long offset, int expected, int value);

    /**
     * Replaces an int if it has a certain value.
     *
     * @param offset where it is: a multiple of 4
     * @param expected what must be there
     * @param value to be there
     * @return what was there; equal to {@code expected} if it was replaced
     */
    int compareAndExchangeInt(long offset, int expected, int value);

    /**
     * Replaces an int.
     *
     * @param offset where it is: a multiple of 4
     * @param value to be there
     * @return what was there
     */
    int getAndSetInt(long offset, int value);

    /**
     * Adds to an int.
     *
     * @param offset where it is: a multiple of 4
     * @param delta to be added
     * @return what was there
     */
    int getAndAddInt(long offset, int delta);

    /**
     * Sets bits of an int.
     *
     * @param offset where it is: a multiple of 4
     * @param mask those to be set
     * @return what was there
     */
    int getAndBitwiseOrInt(long offset, int mask);

    /**
     * Clears bits of an int.
     *
     * @param offset where it is: a multiple of 4
     * @param mask those to be left as they are
     * @return what was there
     */
    int getAndBitwiseAndInt(long offset, int mask);

    /**
     * Inverts bits of an int.
     *
     * @param offset where it is: a multiple of 4
     * @param mask those to be inverted
     * @return what was there
     */
    int getAndBitwiseXorInt(long offset, int mask);

    // ---- longs

    /**
     * Reads a long as a plain field is read.
     *
     * @param offset where it is: a multiple of 8
     * @return its value
     */
    long getLong(long offset);

    /**
     * Writes a long as a plain field is written.
     *
     * @param offset where it is: a multiple of 8
     * @param value to be there
     */
    void setLong(long offset, long value);

    /**
     * Reads a long, and sees all that was written before it: as a volatile field is read.
     *
     * @param offset where it is: a multiple of 8
     * @return its value
     */
    long getLongVolatile(long offset);

    /**
     * Writes a long as a volatile field is written.
     *
     * @param offset where it is: a multiple of 8
     * @param value to be there
     */
    void setLongVolatile(long offset, long value);

    /**
     * Reads a long; later accesses of this thread come after it.
     *
     * @param offset where it is: a multiple of 8
     * @return its value
     */
    long getLongAcquire(long offset);

    /**
     * Writes a long; earlier accesses of this thread come before it.
     *
     * @param offset where it is: a multiple of 8
     * @param value to be there
     */
    void setLongRelease(long offset, long value);

    /**
     * Replaces a long if it has a certain value.
     *
     * @param offset where it is: a multiple of 8
     * @param expected what must be there
     * @param value to be there
     * @return whether it was replaced
     */
    boolean compareAndSetLong(long offset, long expected, long value);

    /**
     * Replaces a long if it has a certain value.
     *
     * @param offset where it is: a multiple of 8
     * @param expected what must be there
     * @param value to be there
     * @return what was there; equal to {@code expected} if it was replaced
     */
    long compareAndExchangeLong(long offset, long expected, long value);

    /**
     * Replaces a long.
     *
     * @param offset where it is: a multiple of 8
     * @param value to be there
     * @return what was there
     */
    long getAndSetLong(long offset, long value);

    /**
     * Adds to a long.
     *
     * @param offset where it is: a multiple of 8
     * @param delta to be added
     * @return what was there
     */
    long getAndAddLong(long offset, long delta);

    /**
     * Sets bits of a long.
     *
     * @param offset where it is: a multiple of 8
     * @param mask those to be set
     * @return what was there
     */
    long getAndBitwiseOrLong(long offset, long mask);

    /**
     * Clears bits of a long.
     *
     * @param offset where it is: a multiple of 8
     * @param mask those to be left as they are
     * @return what was there
     */
    long getAndBitwiseAndLong(long offset, long mask);

    /**
     * Inverts bits of a long.
     *
     * @param offset where it is: a multiple of 8
     * @param mask those to be inverted
     * @return what was there
     */
    long getAndBitwiseXorLong(long offset, long mask);
}
