package dev.multiprocess.sync;

import static dev.multiprocess.sync.LockContract.LOCK;
import static dev.multiprocess.sync.LockContract.UNLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** {@code Condition}. */
interface ConditionContract extends SyncSubject {

    /** A lock with a condition. */
    record Monitor(Lock lock, Condition condition) implements java.io.Serializable {}

    Operation<Monitor, Boolean> AWAIT = monitor -> {
        monitor.lock().lock();
        try {
            monitor.condition().await();
            return true;
        } finally {
            monitor.lock().unlock();
        }
    };

    Operation<Monitor, Boolean> AWAIT_UNINTERRUPTIBLY = monitor -> {
        monitor.lock().lock();
        try {
            monitor.condition().awaitUninterruptibly();
            return Thread.interrupted();
        } finally {
            monitor.lock().unlock();
        }
    };

    Operation<Monitor, Boolean> SIGNAL = monitor -> {
        monitor.lock().lock();
        try {
            monitor.condition().signal();
            return true;
        } finally {
            monitor.lock().unlock();
        }
    };

    Operation<Monitor, Boolean> SIGNAL_ALL = monitor -> {
        monitor.lock().lock();
        try {
            monitor.condition().signalAll();
            return true;
        } finally {
            monitor.lock().unlock();
        }
    };

    default Monitor newMonitor() {
        Lock lock = newLock();
        return new Monitor(lock, lock.newCondition());
    }

    private long countDone() {
        long done = 0;
        for (int each = 1; each < 4; each++) {
            done += party(each).isDone() ? 1 : 0;
        }
        return done;
    }

    private void awaitDone(long count) {
        while (countDone() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    default void signal_wakesOneWaiter() throws Exception {
        Monitor monitor = newMonitor();
        for (int each = 1; each < 4; each++) {
            party(each).beginWaiting(monitor, AWAIT);
        }
        awaitRegistered(monitor);
        for (int signals = 1; signals <= 3; signals++) {
            party(0).run(monitor, SIGNAL);
            awaitDone(signals);
            // Another one would come as fast.
            assertThat(party(0).run(monitor, Tried::lockAndUnlock)).isEqualTo(true);
            assertThat(countDone()).isEqualTo(signals);
        }
    }

    /** A thread that waits may still wait for the lock; once this has had it a few times, that is most improbable. */
    private void awaitRegistered(Monitor monitor) throws Exception {
        for (int i = 0; i < 3; i++) {
            party(0).run(monitor, Tried::lockAndUnlock);
        }
        for (int each = 1; each < 4; each++) {
            Party waiter = party(each);
            assertThat(waiter.isDone()).isFalse();
        }
    }

    @Test
    default void signalAll_wakesAll() throws Exception {
        Monitor monitor = newMonitor();
        party(1).beginWaiting(monitor, AWAIT);
        party(2).beginWaiting(monitor, AWAIT_UNINTERRUPTIBLY);
        party(3).beginWaiting(monitor, each -> {
            each.lock().lock();
            try {
                return each.condition().await(20, TimeUnit.SECONDS);
            } finally {
                each.lock().unlock();
            }
        });
        awaitRegistered(monitor);
        party(0).run(monitor, SIGNAL_ALL);

        assertThat(party(1).result()).isEqualTo(true);
        assertThat(party(2).result()).isEqualTo(false);
        assertThat(party(3).result()).isEqualTo(true);
    }

    @Test
    default void awaitReleasesEveryHold_andGetsAllOfThemBack() throws Exception {
        Monitor monitor = newMonitor();
        party(1).beginWaiting(monitor, each -> {
            each.lock().lock();
            each.lock().lock();
            each.condition().await();
            each.lock().unlock();
            return true;
        });
        awaitRegisteredOf(1, monitor);
        party(0).run(monitor, SIGNAL);
        party(1).result();

        assertThat(party(0).run(monitor.lock(), Lock::tryLock)).isEqualTo(false);
        party(1).run(monitor.lock(), UNLOCK);
        assertThat(party(0).run(monitor.lock(), Lock::tryLock)).isEqualTo(true);
        party(0).run(monitor.lock(), UNLOCK);
    }

    private void awaitRegisteredOf(int waiter, Monitor monitor) throws Exception {
        for (int i = 0; i < 3; i++) {
            party(0).run(monitor, Tried::lockAndUnlock);
        }
        assertThat(party(waiter).isDone()).isFalse();
    }

    @Test
    default void signalledWaiter_returnsOnlyWithTheLock() throws Exception {
        Monitor monitor = newMonitor();
        party(1).beginWaiting(monitor, AWAIT);
        awaitRegisteredOf(1, monitor);
        party(0).run(monitor.lock(), LOCK);
        party(0).run(monitor.condition(), condition -> {
            condition.signal();
            return true;
        });
        assertThat(party(2).run(monitor.lock(), Lock::tryLock)).isEqualTo(false);
        assertThat(party(1).isDone()).isFalse();
        party(0).run(monitor.lock(), UNLOCK);

        assertThat(party(1).result()).isEqualTo(true);
    }

    @Test
    default void interruption_endsAwait_withTheLock() throws Exception {
        Monitor monitor = newMonitor();
        party(1).beginWaiting(monitor, each -> {
            each.lock().lock();
            try {
                each.condition().await();
                return "signalled";
            } catch (InterruptedException e) {
                each.condition().signal();
                return "interrupted";
            } finally {
                each.lock().unlock();
            }
        });
        awaitRegisteredOf(1, monitor);
        party(1).interrupt();
        assertThat(party(1).result()).isEqualTo("interrupted");

        party(2).beginWaiting(monitor, AWAIT_UNINTERRUPTIBLY);
        awaitRegisteredOf(2, monitor);
        party(2).interrupt();
        party(0).run(monitor, SIGNAL);
        assertThat(party(2).result()).as("interruption is kept").isEqualTo(true);
    }

    @Test
    default void timedWaits_end() throws Exception {
        Monitor monitor = newMonitor();
        Operation<Monitor, Boolean> timed = each -> {
            each.lock().lock();
            try {
                return each.condition().await(2, TimeUnit.MILLISECONDS)
                        || each.condition().awaitUntil(new Date(System.currentTimeMillis() + 2))
                        || each.condition().awaitUntil(new Date(0))
                        || each.condition().awaitNanos(1_000_000) > 0
                        || each.condition().awaitNanos(-1) > 0;
            } finally {
                each.lock().unlock();
            }
        };
        assertThat(party(1).run(monitor, timed)).isEqualTo(false);
        // Nothing of it is left that could swallow a signal.
        party(2).beginWaiting(monitor, AWAIT);
        awaitRegisteredOf(2, monitor);
        party(0).run(monitor, SIGNAL);
        assertThat(party(2).result()).isEqualTo(true);
    }

    @Test
    default void withoutTheLock_eachMethodThrows() {
        Monitor monitor = newMonitor();
        Operation<Condition, Boolean> await = condition -> {
            condition.await();
            return true;
        };
        Operation<Condition, Boolean> signal = condition -> {
            condition.signal();
            return true;
        };
        Operation<Condition, Boolean> signalAll = condition -> {
            condition.signalAll();
            return true;
        };
        assertThat(party(1).begin(monitor.condition(), await).failure())
                .isInstanceOf(IllegalMonitorStateException.class);
        assertThat(party(1).begin(monitor.condition(), signal).failure())
                .isInstanceOf(IllegalMonitorStateException.class);
        assertThat(party(1).begin(monitor.condition(), signalAll).failure())
                .isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    default void conditionsOfOneLock_areSeparate() throws Exception {
        Monitor first = newMonitor();
        Monitor second = new Monitor(first.lock(), first.lock().newCondition());
        party(1).beginWaiting(first, AWAIT);
        party(2).beginWaiting(second, AWAIT);
        awaitRegisteredOf(1, first);
        party(0).run(second, SIGNAL_ALL);

        assertThat(party(2).result()).isEqualTo(true);
        assertThat(party(1).isDone()).isFalse();
        party(0).run(first, SIGNAL);
        assertThat(party(1).result()).isEqualTo(true);
    }

    /** What a party does beside. */
    final class Tried {

        private Tried() {}

        static boolean lockAndUnlock(Monitor monitor) {
            monitor.lock().lock();
            monitor.lock().unlock();
            return true;
        }
    }
}
