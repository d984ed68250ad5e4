package dev.multiprocess.sync;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Timeout;

/** The contract asks for no more than the JDK's own types do. */
@Timeout(60)
class JdkSyncContractTests implements SyncContract {

    private final Party[] parties = new Party[4];

    @Override
    public Party party(int number) {
        if (parties[number] == null) {
            parties[number] = new Party(new Actor());
        }
        return parties[number];
    }

    @Override
    public Lock newLock() {
        return new ReentrantLock();
    }

    @Override
    public Permits newSemaphore(int permits) {
        return new PermitsOf(new Semaphore(permits));
    }

    @Override
    public Latch newLatch(int count) {
        return new LatchOf(new CountDownLatch(count));
    }

    @Override
    public Barrier newBarrier(int parties) {
        return new BarrierOf(new CyclicBarrier(parties));
    }

    @Override
    public Number newNumber(long value) {
        return new NumberOf(new AtomicLong(value));
    }

    /** One of the JDK. */
    record PermitsOf(Semaphore it) implements Permits {

        @Override
        public void acquire(int permits) throws InterruptedException {
            it.acquire(permits);
        }

        @Override
        public void acquireUninterruptibly(int permits) {
            it.acquireUninterruptibly(permits);
        }

        @Override
        public boolean tryAcquire(int permits) {
            return it.tryAcquire(permits);
        }

        @Override
        public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
            return it.tryAcquire(permits, timeout, unit);
        }

        @Override
        public void release(int permits) {
            it.release(permits);
        }

        @Override
        public int drainPermits() {
            return it.drainPermits();
        }

        @Override
        public int availablePermits() {
            return it.availablePermits();
        }
    }

    /** One of the JDK. */
    record LatchOf(CountDownLatch it) implements Latch {

        @Override
        public void await() throws InterruptedException {
            it.await();
        }

        @Override
        public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
            return it.await(timeout, unit);
        }

        @Override
        public void countDown() {
            it.countDown();
        }

        @Override
        public long getCount() {
            return it.getCount();
        }
    }

    /** One of the JDK. */
    record BarrierOf(CyclicBarrier it) implements Barrier {

        @Override
        public int await() throws Exception {
            return it.await();
        }

        @Override
        public int await(long timeout, TimeUnit unit) throws Exception {
            return it.await(timeout, unit);
        }

        @Override
        public void reset() {
            it.reset();
        }

        @Override
        public boolean isBroken() {
            return it.isBroken();
        }

        @Override
        public int getParties() {
            return it.getParties();
        }

        @Override
        public int getNumberWaiting() {
            return it.getNumberWaiting();
        }
    }

    /** One of the JDK. */
    record NumberOf(AtomicLong it) implements Number {

        @Override
        public long get() {
            return it.get();
        }

        @Override
        public void set(long value) {
            it.set(value);
        }

        @Override
        public long getAndSet(long value) {
            return it.getAndSet(value);
        }

        @Override
        public boolean compareAndSet(long expected, long value) {
            return it.compareAndSet(expected, value);
        }

        @Override
        public long getAndAdd(long delta) {
            return it.getAndAdd(delta);
        }

        @Override
        public long incrementAndGet() {
            return it.incrementAndGet();
        }
    }
}
