package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** {@code Lock}, as {@code ReentrantLock} is one. */
interface LockContract extends SyncSubject {

    Operation<Lock, Boolean> LOCK = lock -> {
        lock.lock();
        return true;
    };

    Operation<Lock, Boolean> LOCK_INTERRUPTIBLY = lock -> {
        lock.lockInterruptibly();
        return true;
    };

    Operation<Lock, Boolean> UNLOCK = lock -> {
        lock.unlock();
        return true;
    };

    @Test
    default void lockedByOne_isNotTakenByAnother() throws Exception {
        Lock lock = newLock();
        party(0).run(lock, LOCK);

        for (int other = 1; other < 4; other++) {
            assertThat(party(other).run(lock, Lock::tryLock)).isEqualTo(false);
            assertThat(party(other).run(lock, each -> each.tryLock(1, TimeUnit.MILLISECONDS)))
                    .isEqualTo(false);
            assertThat(party(other).run(lock, each -> each.tryLock(-1, TimeUnit.SECONDS)))
                    .isEqualTo(false);
        }
        party(0).run(lock, UNLOCK);
        assertThat(party(1).run(lock, Lock::tryLock)).isEqualTo(true);
        party(1).run(lock, UNLOCK);
    }

    @Test
    default void eachWaiter_getsTheLockInTheEnd() throws Exception {
        Lock lock = newLock();
        party(0).run(lock, LOCK);
        party(1).beginWaiting(lock, LOCK);
        party(2).beginWaiting(lock, LOCK_INTERRUPTIBLY);
        party(3).beginWaiting(lock, each -> each.tryLock(20, TimeUnit.SECONDS));
        party(0).run(lock, UNLOCK);

        for (int turn = 0; turn < 3; turn++) {
            int owner = 0;
            while (owner == 0) {
                for (int each = 1; each < 4; each++) {
                    owner = party(each).isDone() && party(each).result().equals(true) ? each : owner;
                }
            }
            for (int each = 1; each < 4; each++) {
                assertThat(each == owner
                                || !party(each).isDone()
                                || party(each).result().equals(0))
                        .isTrue();
            }
            party(owner).run(lock, each -> {
                each.unlock();
                return 0;
            });
        }
    }

    @Test
    default void holdsOfOneThread_areCounted() throws Exception {
        Lock lock = newLock();
        party(0).run(lock, LOCK);
        party(0).run(lock, LOCK_INTERRUPTIBLY);
        assertThat(party(0).run(lock, Lock::tryLock)).isEqualTo(true);
        for (int i = 0; i < 2; i++) {
            party(0).run(lock, UNLOCK);
            assertThat(party(1).run(lock, Lock::tryLock)).isEqualTo(false);
        }
        party(0).run(lock, UNLOCK);
        assertThat(party(1).run(lock, Lock::tryLock)).isEqualTo(true);
        party(1).run(lock, UNLOCK);
    }

    @Test
    default void unlock_byWhoDoesNotHaveIt_throws() throws Exception {
        Lock lock = newLock();
        assertThat(party(0).begin(lock, UNLOCK).failure()).isInstanceOf(IllegalMonitorStateException.class);
        party(0).run(lock, LOCK);
        for (int other = 1; other < 4; other++) {
            assertThat(party(other).begin(lock, UNLOCK).failure()).isInstanceOf(IllegalMonitorStateException.class);
        }
        party(0).run(lock, UNLOCK);
    }

    @Test
    default void interruption_endsInterruptibleWaits() throws Exception {
        Lock lock = newLock();
        party(0).run(lock, LOCK);
        party(1).beginWaiting(lock, LOCK_INTERRUPTIBLY);
        party(2).beginWaiting(lock, each -> each.tryLock(20, TimeUnit.SECONDS));

        assertThat(party(1).interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(party(2).interrupt().failure()).isInstanceOf(InterruptedException.class);
        party(0).run(lock, UNLOCK);
        assertThat(party(3).run(lock, Lock::tryLock)).isEqualTo(true);
        party(3).run(lock, UNLOCK);
    }

    @Test
    default void interruptedBefore_throwsEvenIfItIsFree() throws Exception {
        Lock lock = newLock();
        Operation<Lock, Boolean> interrupted = each -> {
            Thread.currentThread().interrupt();
            each.lockInterruptibly();
            return true;
        };
        assertThat(party(1).begin(lock, interrupted).failure()).isInstanceOf(InterruptedException.class);
        Operation<Lock, Boolean> interruptedTimed = each -> {
            Thread.currentThread().interrupt();
            return each.tryLock(1, TimeUnit.SECONDS);
        };
        assertThat(party(1).begin(lock, interruptedTimed).failure()).isInstanceOf(InterruptedException.class);
        Operation<Lock, Boolean> kept = each -> {
            Thread.currentThread().interrupt();
            each.lock();
            each.unlock();
            return Thread.interrupted() && each.tryLock();
        };
        assertThat(party(1).run(lock, kept)).isEqualTo(true);
        party(1).run(lock, UNLOCK);
    }

    @Test
    default void interruption_doesNotEndLock_andIsKept() throws Exception {
        Lock lock = newLock();
        party(0).run(lock, LOCK);
        party(1).beginWaiting(lock, each -> {
            each.lock();
            each.unlock();
            return Thread.interrupted();
        });
        party(1).interrupt();
        party(0).run(lock, UNLOCK);

        assertThat(party(1).result()).isEqualTo(true);
    }
}
