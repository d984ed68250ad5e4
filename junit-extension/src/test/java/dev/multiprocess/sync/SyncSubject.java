package dev.multiprocess.sync;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** What a contract is checked of: the types of the JDK or ours, and who uses them. */
interface SyncSubject {

    /** A thread of some process, from 0 to 3. */
    Party party(int number);

    Lock newLock();

    Permits newSemaphore(int permits);

    Latch newLatch(int count);

    /** One without an action. */
    Barrier newBarrier(int parties);

    Number newNumber(long value);

    /** A semaphore. */
    interface Permits extends Serializable {

        void acquire(int permits) throws InterruptedException;

        void acquireUninterruptibly(int permits);

        boolean tryAcquire(int permits);

        boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException;

        void release(int permits);

        int drainPermits();

        int availablePermits();
    }

    /** A latch. */
    interface Latch extends Serializable {

        void await() throws InterruptedException;

        boolean await(long timeout, TimeUnit unit) throws InterruptedException;

        void countDown();

        long getCount();
    }

    /** A barrier. */
    interface Barrier extends Serializable {

        int await() throws Exception;

        int await(long timeout, TimeUnit unit) throws Exception;

        void reset();

        boolean isBroken();

        int getParties();

        int getNumberWaiting();
    }

    /** An atomic number. */
    interface Number extends Serializable {

        long get();

        void set(long value);

        long getAndSet(long value);

        boolean compareAndSet(long expected, long value);

        long getAndAdd(long delta);

        long incrementAndGet();
    }
}
