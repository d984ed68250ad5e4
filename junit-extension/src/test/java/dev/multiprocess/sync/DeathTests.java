package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** What the death of a process does to what it had, and what it does not do (L4, L5, L6). */
@Tag("fork")
@MultiProcess(timeout = "25s")
@Timeout(60)
class DeathTests {

    // ---- semaphores

    @MultiProcessTest
    void permitsOfADeadProcess_returnToAWaiter(
            Processes processes, @Permits(3) ProcessSemaphore semaphore, ProcessEvent acquired) throws Exception {
        ChildProcess<Void> owner = processes.start("owner", () -> {
            semaphore.acquire(2);
            semaphore.acquire();
            acquired.set();
            processes.event("never").await();
        });
        acquired.await();
        assertThat(semaphore.tryAcquire(10, TimeUnit.MILLISECONDS)).isFalse();
        ChildProcess<Void> waiter = processes.start("waiter", () -> {
            semaphore.acquire(3);
            semaphore.release(3);
        });
        waiter.awaitRunning();
        owner.kill();

        waiter.join();
        assertThat(semaphore.availablePermits()).isEqualTo(3);
    }

    @MultiProcessTest
    void permitsOfAProcessThatEnds_return(Processes processes, @Permits(1) ProcessSemaphore semaphore)
            throws Exception {
        processes.start("owner", () -> semaphore.acquire()).join();

        assertThat(semaphore.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        semaphore.release();
    }

    @MultiProcessTest
    void ownedPermits_areReleasedByTheirProcessOnly(Processes processes, @Permits(2) ProcessSemaphore semaphore)
            throws Exception {
        semaphore.acquire();
        Thread other = new Thread(semaphore::release);
        other.start();
        other.join();
        assertThat(semaphore.availablePermits()).isEqualTo(2);

        semaphore.acquire();
        String failure = processes
                .start("other", () -> {
                    try {
                        semaphore.release();
                        return "released";
                    } catch (IllegalStateException e) {
                        return e.getMessage();
                    }
                })
                .result();
        assertThat(failure)
                .isEqualTo("this process has 0 permits of semaphore 'semaphore' and cannot release 1: permits belong to"
                        + " the process that has acquired them, unless the semaphore is made without owned permits");
        assertThat(semaphore.isOwned()).isTrue();
        semaphore.release();
    }

    @MultiProcessTest
    void unownedPermits_areReleasedByAnyProcess_upToTheBound_andDieWithTheirProcess(
            Processes processes, @Permits(value = 1, owned = false, bound = 2) ProcessSemaphore semaphore)
            throws Exception {
        assertThat(semaphore.isOwned()).isFalse();
        processes.start("releaser", () -> semaphore.release()).join();
        assertThatIllegalStateException()
                .isThrownBy(semaphore::release)
                .withMessage("semaphore 'semaphore' has 2 permits, and cannot have 1 more: its bound is 2");
        processes.start("taker", () -> semaphore.acquire()).join();

        assertThat(semaphore.availablePermits()).isEqualTo(1);
    }

    // ---- barriers

    @MultiProcessTest
    void deathOfAWaitingParty_breaksTheBarrierUntilReset(Processes processes, @Parties(3) ProcessBarrier barrier)
            throws Exception {
        ChildProcess<Integer> dying = processes.start("dying", () -> barrier.await());
        ChildProcess<String> other = processes.start("other", () -> {
            try {
                barrier.await();
                return "went on";
            } catch (BrokenBarrierException e) {
                return e.getMessage();
            }
        });
        while (barrier.getNumberWaiting() < 2) {
            Thread.onSpinWait();
        }
        dying.kill();

        assertThat(other.result()).isEqualTo("barrier 'barrier' is broken: 'dying' has died");
        assertThatExceptionOfType(BrokenBarrierException.class)
                .isThrownBy(barrier::await)
                .withMessage("barrier 'barrier' is broken: 'dying' has died");
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        processes.start(2, "party", () -> barrier.await());
        assertThat(barrier.await()).isBetween(0, 2);
    }

    @MultiProcessTest
    void deathOfAProcessThatHasTheBarrier_breaksIt(
            Processes processes, @Parties(2) ProcessBarrier barrier, ProcessEvent running) throws Exception {
        ChildProcess<Void> dying = processes.start("dying", () -> {
            running.set();
            processes.event("never").await();
            barrier.await();
        });
        running.await();
        Thread killer = new Thread(() -> {
            while (barrier.getNumberWaiting() < 1) {
                Thread.onSpinWait();
            }
            dying.kill();
        });
        killer.start();

        assertThatExceptionOfType(BrokenBarrierException.class)
                .isThrownBy(barrier::await)
                .withMessage("barrier 'barrier' is broken: 'dying' has died");
        killer.join();
    }

    @MultiProcessTest
    void deathOfAProcessThatIsAboutToHaveIt_breaksIt(Processes processes, @Parties(2) ProcessBarrier barrier) {
        ChildProcess<Integer> dying = processes.start("dying", () -> barrier.await());
        dying.kill();
        dying.awaitExit();

        assertThatExceptionOfType(BrokenBarrierException.class)
                .isThrownBy(barrier::await)
                .withMessage("barrier 'barrier' is broken: 'dying' has died");
    }

    @MultiProcessTest
    void processThatEndsWell_doesNotBreakIt(Processes processes, @Parties(1) ProcessBarrier barrier) throws Exception {
        processes.start("party", () -> barrier.await()).join();
        ChildProcess<Void> stopped = processes.start("stopped", () -> {
            barrier.await();
            processes.event("never").await();
        });
        stopped.awaitRunning();
        stopped.stop();

        assertThat(barrier.await()).isZero();
    }

    @MultiProcessTest
    void action_runsInTheProcessOfTheLastParty(Processes processes, SharedLong runs, ProcessEvent waiting)
            throws Exception {
        ProcessBarrier barrier = processes.barrier(
                "both", 2, () -> runs.getAndAdd(ProcessHandle.current().pid()));
        Thread first = new Thread(() -> {
            try {
                barrier.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        first.start();
        while (barrier.getNumberWaiting() < 1) {
            Thread.onSpinWait();
        }
        ChildProcess<Integer> last = processes.start("last", () -> barrier.await());

        assertThat(last.result()).isZero();
        first.join();
        assertThat(runs.get()).isEqualTo(last.pid());
    }

    @MultiProcessTest
    void failingAction_breaksIt(Processes processes) {
        ProcessBarrier barrier = processes.barrier("both", 1, () -> {
            throw new IllegalArgumentException("no");
        });

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(barrier::await)
                .withMessage("no");
        assertThatExceptionOfType(BrokenBarrierException.class)
                .isThrownBy(barrier::await)
                .withMessage("barrier 'both' is broken: the action has failed in 'test JVM'");
    }

    // ---- conditions

    @MultiProcessTest
    void deathOfWhoShouldSignal_wakesThoseWhoWait(Processes processes, ProcessLock lock, ProcessEvent locked)
            throws Exception {
        Condition changed = lock.newCondition();
        ChildProcess<String> waiter = processes.start("waiter", () -> {
            lock.lock();
            try {
                locked.set();
                changed.await();
                return lock.abandonedBy().orElse("nobody");
            } finally {
                lock.unlock();
            }
        });
        locked.await();
        ChildProcess<Void> dying = processes.start("dying", () -> {
            lock.lock();
            locked.clear();
            processes.event("never").await();
            changed.signal();
        });
        while (locked.isSet()) {
            Thread.onSpinWait();
        }
        dying.kill();

        assertThat(waiter.result()).isEqualTo("dying");
    }

    /** A thread that was interrupted still counts as waiting until it has the lock again, and so may be signalled. */
    @MultiProcessTest
    void signalOfAnInterruptedThread_goesToAnother(Processes processes, ProcessLock lock, SharedLong waits)
            throws Exception {
        Condition changed = lock.newCondition();
        ChildProcess<Void> other = processes.start("other", () -> {
            for (int i = 0; i < 2; i++) {
                lock.lock();
                waits.incrementAndGet();
                changed.await();
                lock.unlock();
            }
        });
        lockOnce(lock, waits, 1);
        changed.signal();
        lock.unlock();
        lockOnce(lock, waits, 2);
        lock.unlock();
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread interrupted = new Thread(() -> {
            lock.lock();
            waits.incrementAndGet();
            try {
                changed.await();
            } catch (InterruptedException e) {
                thrown.set(e);
            } finally {
                lock.unlock();
            }
        });
        interrupted.start();
        lockOnce(lock, waits, 3);
        interrupted.interrupt();
        while (Arrays.stream(interrupted.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("lockAgain"))) {
            Thread.onSpinWait();
        }
        // The one before went to the child, so this one does not.
        changed.signal();
        lock.unlock();

        other.join();
        interrupted.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    /** Locks when so many have begun to wait. */
    private static void lockOnce(ProcessLock lock, SharedLong waits, int count) {
        lock.lock();
        while (waits.get() < count) {
            lock.unlock();
            Thread.onSpinWait();
            lock.lock();
        }
    }

    // ---- what a death does not change

    @MultiProcessTest
    void whatADeadProcessHasSet_staysSo(
            Processes processes, @Count(2) ProcessLatch latch, ProcessEvent event, SharedLong number) throws Exception {
        ChildProcess<Void> dying = processes.start("dying", () -> {
            number.set(5);
            latch.countDown();
            event.set();
            processes.event("never").await();
        });
        event.await();
        dying.kill();
        dying.awaitExit();

        assertThat(event.isSet()).isTrue();
        assertThat(latch.getCount()).isEqualTo(1);
        assertThat(number.get()).isEqualTo(5);
        latch.countDown();
        latch.await();
    }
}
