package dev.multiprocess.sync;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.apiguardian.api.API;

/**
 * Numbers that all processes of a test have in their memory: an {@link AtomicLongArray} between processes. Its methods do
 * what those of {@link AtomicLongArray} do, with the same effects on memory, and never wait. Each throws {@link
 * IndexOutOfBoundsException} for an index that is not from 0 to the length less one.
 *
 * <p>It is a parameter of a test, or made by {@link dev.multiprocess.Processes#sharedLongArray}; it may be captured by tasks,
 * put into queues, passed and returned. What a process has written survives it. Once its test has ended each use throws
 * {@link IllegalStateException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SharedLongArray {

    /**
     * Returns its name.
     *
     * @return for messages
     */
    String name();

    /**
     * Returns its length.
     *
     * @return how many elements it has
     */
    int length();

    /**
     * Reads an element.
     *
     * @param index of the element
     * @return its value now
     */
    long get(int index);

    /**
     * Writes an element.
     *
     * @param index of the element
     * @param value the new one
     */
    void set(int index, long value);

    /**
     * Writes an element without waiting until other processes can see it; see {@link AtomicLongArray#lazySet}.
     *
     * @param index of the element
     * @param value the new one
     */
    void lazySet(int index, long value);

    /**
     * Writes an element.
     *
     * @param index of the element
     * @param value the new one
     * @return the one before
     */
    long getAndSet(int index, long value);

    /**
     * Writes an element if it has a certain value.
     *
     * @param index of the element
     * @param expected the value it must have
     * @param value the new one
     * @return whether it was written
     */
    boolean compareAndSet(int index, long expected, long value);

    /**
     * Writes an element if it has a certain value.
     *
     * @param index of the element
     * @param expected the value it must have
     * @param value the new one
     * @return the value before; it was written if that is the expected one
     */
    long compareAndExchange(int index, long expected, long value);

    /**
     * Adds to an element.
     *
     * @param index of the element
     * @param delta what is added
     * @return the value before
     */
    long getAndAdd(int index, long delta);

    /**
     * Adds to an element.
     *
     * @param index of the element
     * @param delta what is added
     * @return the value after
     */
    default long addAndGet(int index, long delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Adds one to an element.
     *
     * @param index of the element
     * @return the value before
     */
    default long getAndIncrement(int index) {
        return getAndAdd(index, 1);
    }

    /**
     * Subtracts one from an element.
     *
     * @param index of the element
     * @return the value before
     */
    default long getAndDecrement(int index) {
        return getAndAdd(index, -1);
    }

    /**
     * Adds one to an element.
     *
     * @param index of the element
     * @return the value after
     */
    default long incrementAndGet(int index) {
        return getAndAdd(index, 1) + 1;
    }

    /**
     * Subtracts one from an element.
     *
     * @param index of the element
     * @return the value after
     */
    default long decrementAndGet(int index) {
        return getAndAdd(index, -1) - 1;
    }

    /**
     * Changes an element by a function, which may be called several times.
     *
     * @param index of the element
     * @param update makes the new value of the old one, without side effects
     * @return the value before
     */
    default long getAndUpdate(int index, LongUnaryOperator update) {
        long before = get(index);
        while (!compareAndSet(index, before, update.applyAsLong(before))) {
            before = get(index);
        }
        return before;
    }

    /**
     * Changes an element by a function, which may be called several times.
     *
     * @param index of the element
     * @param update makes the new value of the old one, without side effects
     * @return the value after
     */
    default long updateAndGet(int index, LongUnaryOperator update) {
        while (true) {
            long before = get(index);
            long after = update.applyAsLong(before);
            if (compareAndSet(index, before, after)) {
                return after;
            }
        }
    }

    /**
     * Changes an element by a function, which may be called several times.
     *
     * @param index of the element
     * @param value the second argument of the function
     * @param function makes the new value of the old one and the argument, without side effects
     * @return the value before
     */
    default long getAndAccumulate(int index, long value, LongBinaryOperator function) {
        return getAndUpdate(index, before -> function.applyAsLong(before, value));
    }

    /**
     * Changes an element by a function, which may be called several times.
     *
     * @param index of the element
     * @param value the second argument of the function
     * @param function makes the new value of the old one and the argument, without side effects
     * @return the value after
     */
    default long accumulateAndGet(int index, long value, LongBinaryOperator function) {
        return updateAndGet(index, before -> function.applyAsLong(before, value));
    }
}
