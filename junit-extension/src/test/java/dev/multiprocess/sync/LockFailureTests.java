package dev.multiprocess.sync;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.FailureAssert;
import dev.multiprocess.pool.ProcessPool;
import java.io.FileDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests fail with that have locks (L1, L2, L7, L8). */
@Tag("fork")
@Timeout(60)
class LockFailureTests {

    private static final String TESTS = "sync.LockFailureTests$LockTestCases.";

    @ParameterizedTest
    @ValueSource(strings = {"twoProcessesLockInDifferentOrder", "testAndChildLockInDifferentOrder", "threadsOfOneJvm"})
    void circleOfLocks_isReportedAtOnce(String test) {
        List<Throwable> failures = failuresOf(test, 10);

        assertThat(failures).hasSize(1);
        assertThat(failures.get(0))
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining(" cannot continue: threads wait for locks of each other, in a circle");
        assertThat(((DeadlockException) failures.get(0)).cycle())
                .hasSize(2)
                .anySatisfy(sentence -> assertThat(sentence).contains("has lock 'first' and waits for lock 'second'"))
                .anySatisfy(sentence -> assertThat(sentence).contains("has lock 'second' and waits for lock 'first'"));
    }

    @Test
    void circleOfLocks_isToldWithNamesAndOwners() {
        assertThat(failuresOf("twoProcessesLockInDifferentOrder", 10).get(0).getMessage())
                .contains("a, thread 'main', has lock 'first' and waits for lock 'second'")
                .contains("b, thread 'main', has lock 'second' and waits for lock 'first'")
                .containsPattern("lock +: 'first': held by a, 2 times \\(for \\d+ ms\\), waiting: b")
                .containsPattern("lock +: 'second': held by b \\(for \\d+ ms\\), waiting: a")
                .contains("a            : waits for lock 'second'");
    }

    @Test
    void lockOfTheTestJvm_thatNobodyUnlocks_isADeadlock() {
        assertThat(failuresOf("childWaitsForLockOfTheTest", 10).get(0))
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("child waits for lock 'lock', held by test JVM");
    }

    @Test
    void deadline_endsWaitsOfTheTestAndOfChildren(@TempDir Path directory) {
        LockTestCases.ofChild = directory.resolve("of-child");
        List<Throwable> failures = failuresOf("waitsEndWithTheDeadline", 10);

        assertThat(failures).hasSize(1);
        assertThat(failures.get(0))
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("was not done within its timeout of 2 s")
                .hasMessageContaining("waits for lock 'lock'");
        assertThat(LockTestCases.ofChild).content().contains("gave up waiting for lock 'lock'");
    }

    @Test
    void lockThatIsLeft_failsTheTestByName() {
        assertThat(failuresOf("childLeavesLock", 10).get(0))
                .hasMessage("lock 'lock' was still held by 'child' when its task had returned:"
                        + " unlock it in a finally block");
        assertThat(failuresOf("testLeavesLock", 10).get(0))
                .hasMessage("lock 'lock' was still held by 'test JVM' when its task had returned:"
                        + " unlock it in a finally block");
        assertThat(failuresOf("taskOfPoolLeavesLock", 10).get(0))
                .hasMessageStartingWith("lock 'lock' was still held by 'pool-1' when its task had returned");
        assertThat(failuresOf("nextTaskOfPoolUnlocks", 10).get(0))
                .hasMessageStartingWith("lock 'lock' was still held by 'pool-1' when its task had returned");
    }

    @Test
    void unexpectedDeathOfTheOwner_failsTheTestByName() {
        List<Throwable> failures = failuresOf("ownerHalts", 10);

        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).hasMessageContaining("'owner'").hasMessageContaining("code 3");
        assertThat(failures.get(0).getSuppressed())
                .anySatisfy(suppressed -> assertThat(suppressed)
                        .hasMessage("'owner' died while it had lock 'lock': what the lock guards may be half written"));
        assertThat(failuresOf("ownerHaltsAndTheTestSeesIt", 10).get(0))
                .hasMessage("'owner' died while it had lock 'lock': what the lock guards may be half written");
    }

    @Test
    void ownerThatIsLost_isDeadBeforeItsLockIsFree() {
        Throwable failure = failuresOf("lostOwner", 20).get(0);
        assertThat(FailureAssert.alsoThrown(failure)).isEmpty();
        assertThat(failure)
                .hasMessage("'owner' died while it had lock 'lock': what the lock guards may be half written");
    }

    @Test
    void expectedDeathOfTheOwner_isNoFailure() {
        assertThat(run(LockTestCases.class, "ownerHaltsAsExpected")).passes(1);
    }

    private static List<Throwable> failuresOf(String test, int seconds) {
        EngineRun run = run(LockTestCases.class, test);
        assertThat(run).tookAtMost(ofSeconds(seconds));
        return run.failuresOf(Throwable.class);
    }

    /** What goes wrong here is what the tests above are about. */
    @MultiProcess(timeout = "20s")
    static class LockTestCases {

        private static Path ofChild;

        @MultiProcessTest
        void twoProcessesLockInDifferentOrder(
                Processes processes, ProcessLock first, ProcessLock second, @Parties(2) ProcessBarrier both)
                throws InterruptedException {
            processes.start("a", () -> {
                first.lock();
                first.lock();
                both.await();
                second.lock();
            });
            processes.start("b", () -> {
                second.lock();
                both.await();
                first.lock();
            });
            // Something else goes on meanwhile.
            processes.event("never").await(15, TimeUnit.SECONDS);
        }

        @MultiProcessTest
        void testAndChildLockInDifferentOrder(
                Processes processes, ProcessLock first, ProcessLock second, @Parties(2) ProcessBarrier both)
                throws Exception {
            processes.start("a", () -> {
                first.lock();
                both.await();
                second.lock();
            });
            second.lock();
            both.await();
            first.lockInterruptibly();
        }

        @MultiProcessTest
        void threadsOfOneJvm(ProcessLock first, ProcessLock second, @Parties(2) ProcessBarrier both) throws Exception {
            Thread other = new Thread(() -> {
                first.lock();
                await(both);
                try {
                    second.lock();
                } catch (DeadlockException e) {
                    // As the test's own thread has it.
                    first.unlock();
                }
            });
            other.start();
            second.lock();
            try {
                await(both);
                first.lock();
            } finally {
                second.unlock();
                other.join();
            }
        }

        private static void await(ProcessBarrier barrier) {
            try {
                barrier.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @MultiProcessTest
        void childWaitsForLockOfTheTest(Processes processes, ProcessLock lock) {
            lock.lock();
            try {
                processes.start("child", () -> lock.lock()).join();
            } finally {
                lock.unlock();
            }
        }

        @MultiProcessTest(timeout = "2s")
        void waitsEndWithTheDeadline(Processes processes, ProcessLock lock, ProcessEvent locked) throws Exception {
            processes.start("owner", () -> {
                lock.lock();
                locked.set();
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (System.nanoTime() < end && !Thread.interrupted()) {
                    Thread.onSpinWait();
                }
            });
            locked.await();
            String file = ofChild.toString();
            processes.start("waiter", () -> {
                try {
                    lock.lock();
                } catch (ChildTimeoutException e) {
                    // The test JVM carries out no call any more.
                    Files.writeString(Path.of(file), e.getMessage());
                }
            });
            lock.lock();
        }

        @MultiProcessTest
        void childLeavesLock(Processes processes, ProcessLock lock) {
            processes.start("child", () -> lock.lock());
        }

        @MultiProcessTest
        void testLeavesLock(ProcessLock lock) {
            lock.lock();
        }

        @MultiProcessTest
        void taskOfPoolLeavesLock(Processes processes, ProcessLock lock) throws Exception {
            processes.pool("pool", 1).submit(() -> lock.lock()).get();
        }

        @MultiProcessTest
        void nextTaskOfPoolUnlocks(Processes processes, ProcessLock lock) throws Exception {
            ProcessPool pool = processes.pool("pool", 1);
            pool.submit(() -> lock.lock()).get();
            pool.submit(() -> lock.unlock()).get();
        }

        /** Its link is gone, but it lives, and has the lock until it is dead. */
        @MultiProcessTest
        void lostOwner(Processes processes, ProcessLock lock, ProcessEvent locked) throws Exception {
            ChildProcess<Void> owner = processes
                    .with(options -> options.jvmArgs("--add-opens=java.base/java.io=ALL-UNNAMED"))
                    .start("owner", () -> {
                        lock.lock();
                        locked.set();
                        closeDescriptors();
                        Thread.currentThread().join();
                    });
            locked.await();
            lock.lock();
            try {
                assertThat(ProcessHandle.of(owner.pid()).filter(ProcessHandle::isAlive))
                        .isEmpty();
                assertThat(lock.abandonedBy()).hasValue("owner");
                assertThat(owner.awaitExit().end()).isEqualTo(ExitStatus.End.LOST);
            } finally {
                lock.unlock();
            }
        }

        private static void closeDescriptors() throws ReflectiveOperationException {
            Constructor<FileDescriptor> maker = FileDescriptor.class.getDeclaredConstructor(int.class);
            maker.setAccessible(true);
            Method close = FileDescriptor.class.getDeclaredMethod("close0");
            close.setAccessible(true);
            for (int number = 3; number <= 60; number++) {
                try {
                    close.invoke(maker.newInstance(number));
                } catch (InvocationTargetException e) {
                    // There is none of that number.
                }
            }
        }

        @MultiProcessTest
        void ownerHalts(Processes processes, ProcessLock lock) {
            processes.start("owner", () -> {
                lock.lock();
                Runtime.getRuntime().halt(3);
            });
        }

        @MultiProcessTest
        void ownerHaltsAndTheTestSeesIt(Processes processes, ProcessLock lock) {
            ChildProcess<Void> owner = processes.start("owner", () -> {
                lock.lock();
                Runtime.getRuntime().halt(3);
            });
            owner.awaitExit();
            lock.lock();
            lock.unlock();
        }

        @MultiProcessTest
        void ownerHaltsAsExpected(Processes processes, ProcessLock lock) {
            ChildProcess<Void> owner = processes.start("owner", () -> {
                lock.lock();
                Runtime.getRuntime().halt(3);
            });
            owner.expectExit(3);
            lock.lock();
            lock.unlock();
        }
    }
}
