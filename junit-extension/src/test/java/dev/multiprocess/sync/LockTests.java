package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** A lock between processes, as long as its test passes (L1, L2, L3, L6). */
@MultiProcess(timeout = "25s")
@Timeout(60)
class LockTests {

    @MultiProcessTest
    void increments_underTheLock_excludeEachOther(Processes processes, ProcessLock lock, SharedLong number) {
        processes
                .start(2, "counter", () -> {
                    for (int i = 0; i < 50_000; i++) {
                        lock.lock();
                        try {
                            number.set(number.get() + 1);
                        } finally {
                            lock.unlock();
                        }
                    }
                })
                .join();

        assertThat(number.get()).isEqualTo(100_000);
        assertThat(lock.isLocked()).isFalse();
    }

    @MultiProcessTest
    void waitingThread_isWokenByUnlockOfAnotherProcess(Processes processes, ProcessLock lock, ProcessEvent asked)
            throws Exception {
        lock.lock();
        ChildProcess<Boolean> child = processes.start("asker", () -> {
            boolean first = lock.tryLock();
            asked.set();
            lock.lock();
            lock.unlock();
            return first;
        });
        asked.await();
        lock.unlock();

        assertThat(child.result()).isFalse();
    }

    @MultiProcessTest
    void lock_isReentrantForItsThread(ProcessLock lock) {
        lock.lock();
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.getHoldCount()).isEqualTo(3);
        lock.unlock();
        lock.unlock();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessage("lock 'lock' is not held by this thread: it is free");
    }

    @MultiProcessTest
    void unlock_byAnotherProcess_throws(Processes processes, ProcessLock lock, ProcessEvent locked, ProcessEvent done)
            throws Exception {
        ChildProcess<Void> owner = processes.start("owner", () -> {
            lock.lock();
            locked.set();
            done.await();
            lock.unlock();
        });
        locked.await();

        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessage("lock 'lock' is not held by this thread: 'owner' has it");
        assertThat(lock.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
        done.set();
        owner.join();
        assertThat(lock.tryLock(10, TimeUnit.SECONDS)).isTrue();
        lock.unlock();
    }

    @MultiProcessTest
    void deathOfTheOwner_releasesEveryHold_andIsToldUntilTheNextUnlock(
            Processes processes, ProcessLock lock, ProcessEvent locked, ProcessEvent never) throws Exception {
        ChildProcess<Void> owner = processes.start("owner", () -> {
            lock.lock();
            lock.lock();
            locked.set();
            never.await();
        });
        locked.await();
        ChildProcess<String> waiter = processes.start("waiter", () -> {
            lock.lock();
            try {
                return lock.abandonedBy().orElse("nobody");
            } finally {
                lock.unlock();
            }
        });
        waiter.awaitRunning();
        owner.kill();

        assertThat(waiter.result()).isEqualTo("owner");
        lock.lock();
        assertThat(lock.abandonedBy()).isEmpty();
        lock.unlock();
    }

    @MultiProcessTest
    void pausedOwner_keepsTheLock(Processes processes, ProcessLock lock, ProcessEvent locked, ProcessEvent go)
            throws Exception {
        ChildProcess<Void> owner = processes.start("owner", () -> {
            lock.lock();
            locked.set();
            go.await();
            lock.unlock();
        });
        locked.await();
        owner.pause();

        assertThat(lock.tryLock(300, TimeUnit.MILLISECONDS)).isFalse();
        go.set();
        assertThat(lock.tryLock(300, TimeUnit.MILLISECONDS)).isFalse();
        owner.resume();
        assertThat(lock.tryLock(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lock.abandonedBy()).isEmpty();
        lock.unlock();
    }

    @MultiProcessTest
    void interruptedWait_throwsAndHoldsNothing(Processes processes, ProcessLock lock, ProcessEvent running)
            throws Exception {
        lock.lock();
        ChildProcess<Boolean> child = processes.start("waiter", () -> {
            running.set();
            try {
                lock.lockInterruptibly();
                return false;
            } catch (InterruptedException e) {
                return !lock.isHeldByCurrentThread();
            }
        });
        running.await();
        child.interrupt();

        assertThat(child.result()).isTrue();
        lock.unlock();
    }
}
