package dev.multiprocess.sync;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.apiguardian.api.API;

/**
 * A number that all processes of a test have in their memory: an {@link AtomicLong} between processes. Its methods do
 * what those of {@link AtomicLong} do, with the same effects on memory, and never wait.
 *
 * <p>It is a parameter of a test, or made by {@link dev.multiprocess.Processes#sharedLong}; it may be captured by tasks,
 * put into queues, passed and returned. What a process has written survives it. Once its test has ended each use throws
 * {@link IllegalStateException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SharedLong {

    /**
     * Returns its name.
     *
     * @return for messages
     */
    String name();

    /**
     * Reads it.
     *
     * @return its value now
     */
    long get();

    /**
     * Writes it.
     *
     * @param value the new one
     */
    void set(long value);

    /**
     * Writes it without waiting until other processes can see it; see {@link AtomicLong#lazySet}.
     *
     * @param value the new one
     */
    void lazySet(long value);

    /**
     * Writes it.
     *
     * @param value the new one
     * @return the one before
     */
    long getAndSet(long value);

    /**
     * Writes it if it has a certain value.
     *
     * @param expected the value it must have
     * @param value the new one
     * @return whether it was written
     */
    boolean compareAndSet(long expected, long value);

    /**
     * Writes it if it has a certain value.
     *
     * @param expected the value it must have
     * @param value the new one
     * @return the value before; it was written if that is the expected one
     */
    long compareAndExchange(long expected, long value);

    /**
     * Adds to it.
     *
     * @param delta what is added
     * @return the value before
     */
    long getAndAdd(long delta);

    /**
     * Adds to it.
     *
     * @param delta what is added
     * @return the value after
     */
    default long addAndGet(long delta) {
        return getAndAdd(delta) + delta;
    }

    /**
     * Adds one.
     *
     * @return the value before
     */
    default long getAndIncrement() {
        return getAndAdd(1);
    }

    /**
     * Subtracts one.
     *
     * @return the value before
     */
    default long getAndDecrement() {
        return getAndAdd(-1);
    }

    /**
     * Adds one.
     *
     * @return the value after
     */
    default long incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    /**
     * Subtracts one.
     *
     * @return the value after
     */
    default long decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /**
     * Changes it by a function, which may be called several times.
     *
     * @param update makes the new value of the old one, without side effects
     * @return the value before
     */
    default long getAndUpdate(LongUnaryOperator update) {
        long before = get();
        while (!compareAndSet(before, update.applyAsLong(before))) {
            before = get();
        }
        return before;
    }

    /**
     * Changes it by a function, which may be called several times.
     *
     * @param update makes the new value of the old one, without side effects
     * @return the value after
     */
    default long updateAndGet(LongUnaryOperator update) {
        while (true) {
            long before = get();
            long after = update.applyAsLong(before);
            if (compareAndSet(before, after)) {
                return after;
            }
        }
    }

    /**
     * Changes it by a function, which may be called several times.
     *
     * @param value the second argument of the function
     * @param function makes the new value of the old one and the argument, without side effects
     * @return the value before
     */
    default long getAndAccumulate(long value, LongBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsLong(before, value));
    }

    /**
     * Changes it by a function, which may be called several times.
     *
     * @param value the second argument of the function
     * @param function makes the new value of the old one and the argument, without side effects
     * @return the value after
     */
    default long accumulateAndGet(long value, LongBinaryOperator function) {
        return updateAndGet(before -> function.applyAsLong(before, value));
    }
}
