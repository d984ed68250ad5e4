package dev.multiprocess.sync;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;

/**
 * A lock between processes: at most one thread of all processes of a test has it. It is reentrant, and its methods do
 * what those of {@link ReentrantLock} do, which is not fair either.
 *
 * <p>It belongs to its owner until that unlocks it or its process has ended; no time limit takes it away, also not from a
 * process that is paused. <b>The death of the owner's process unlocks it</b>, however often it was locked: the next to
 * lock it is told by {@link #abandonedBy()}, as what the lock guards may be half written. The test fails at its end unless
 * it expected that death, and it fails if a lock is still held when the owner's task has returned.
 *
 * <p>Each wait ends with the deadline of the test, that of {@link #lock()} too: it throws {@link
 * dev.multiprocess.ChildTimeoutException} then, and {@link dev.multiprocess.DeadlockException} if threads wait for each
 * other in a circle; the thread holds nothing afterwards.
 *
 * <p>It is a parameter of a test, or made by {@link dev.multiprocess.Processes#lock}; it and its conditions may be captured
 * by tasks, put into queues, passed and returned. Locking a free lock, and unlocking one for which no thread waits, asks no
 * other process. Any thread of any process may use it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessLock extends Lock {

    /**
     * Returns its name: that of the parameter, or the one it was made with.
     *
     * @return as it is shown in messages
     */
    String name();

    /**
     * Makes a condition of this lock, which other processes get by capturing it. A waiting thread may be woken without a
     * signal, above all when a process that had the lock died.
     *
     * @return one more
     * @throws IllegalStateException if the lock has 16 conditions already
     */
    @Override
    Condition newCondition();

    /**
     * Returns which process died while it had the lock, if the lock was not unlocked since then.
     *
     * @return the name of a child
     */
    Optional<String> abandonedBy();

    /**
     * Returns whether any thread of any process has the lock.
     *
     * @return as of now
     */
    boolean isLocked();

    /**
     * Returns whether this thread has the lock.
     *
     * @return false for all others
     */
    boolean isHeldByCurrentThread();

    /**
     * Returns how often this thread has locked the lock and not unlocked it.
     *
     * @return 0 if it does not have the lock
     */
    int getHoldCount();
}
