package dev.multiprocess.sync;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Has four parties in one, two or four processes, of which the test JVM is the first; they are there for all tests. */
@Tag("fork")
@MultiProcess(timeout = "25s")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SyncContractTestBase implements SyncContract {

    private static final int PARTIES = 4;

    private final Party[] parties = new Party[PARTIES];
    private final int jvms;
    private Processes processes;

    SyncContractTestBase(int jvms) {
        this.jvms = jvms;
    }

    @BeforeAll
    void beginClass(Processes ofClass) throws InterruptedException {
        for (int i = 0; i < PARTIES; i++) {
            if (i % jvms == 0) {
                parties[i] = new Party(new Actor());
            }
        }
        for (int jvm = 1; jvm < jvms; jvm++) {
            ProcessQueue<ActorCalls> actors = ofClass.queue("actors-" + jvm);
            int count = PARTIES / jvms;
            ofClass.with(options -> options.daemon(true)).start("jvm-" + jvm, () -> {
                for (int i = 0; i < count; i++) {
                    actors.put(ofClass.share(ActorCalls.class, new Actor()));
                }
                ofClass.event("never").await();
            });
            for (int i = jvm; i < PARTIES; i += jvms) {
                parties[i] = new Party(actors.take());
            }
        }
    }

    @BeforeEach
    void begin(Processes ofTest) {
        processes = ofTest;
    }

    @Override
    public Party party(int number) {
        return parties[number];
    }

    @Override
    public Lock newLock() {
        return processes.lock("lock");
    }

    @Override
    public Permits newSemaphore(int permits) {
        return new PermitsOf(processes.unownedSemaphore("semaphore", permits, 100));
    }

    @Override
    public Latch newLatch(int count) {
        return new LatchOf(processes.latch("latch", count));
    }

    @Override
    public Barrier newBarrier(int count) {
        return new BarrierOf(processes.barrier("barrier", count));
    }

    @Override
    public Number newNumber(long value) {
        return new NumberOf(processes.sharedLong("number", value));
    }

    /** One of ours. */
    record PermitsOf(ProcessSemaphore it) implements Permits {

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

    /** One of ours. */
    record LatchOf(ProcessLatch it) implements Latch {

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

    /** One of ours. */
    record BarrierOf(ProcessBarrier it) implements Barrier {

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

    /** One of ours. */
    record NumberOf(SharedLong it) implements Number {

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
