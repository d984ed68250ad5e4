package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects of one process that others use: R0 to R5. */
@Tag("fork")
@Timeout(60)
class SharedObjectTests {

    /** Shares an object of a daemon called {@code owner}. */
    private static <T> T ofChild(Processes processes, ProcessTask<T> share) throws InterruptedException {
        ProcessQueue<T> handles = processes.queue("handles");
        processes.with(o -> o.daemon(true)).start("owner", () -> {
            handles.put(share.call());
            Children.waitForEver();
        });
        return handles.take();
    }

    private static <E> List<E> newList() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    // ---- R0: the type

    /** Visible to its package alone, like those of many tests. */
    interface Account {

        int deposit(int amount);

        default int depositTwice(int amount) {
            deposit(amount);
            return deposit(amount);
        }

        <T extends Comparable<T>> T larger(T one, T other);

        void refuse(String why) throws RefusedException;

        Account self();
    }

    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Does not know this library, and could not cross itself. */
    static final class CheckedAccount implements Account {

        private final Thread maker = Thread.currentThread();
        private int balance;
        private Account self;

        @Override
        public synchronized int deposit(int amount) {
            balance += amount;
            return balance;
        }

        @Override
        public <T extends Comparable<T>> T larger(T one, T other) {
            return one.compareTo(other) >= 0 ? one : other;
        }

        @Override
        public void refuse(String why) throws RefusedException {
            throw new RefusedException(why + " by " + maker.getName());
        }

        @Override
        public Account self() {
            return self;
        }
    }

    @MultiProcessTest
    void sharedObject_hasItsTypeAlone(Processes processes) {
        Account account = processes.share(Account.class, new CheckedAccount());

        assertThat(account).isNotInstanceOf(CheckedAccount.class).hasToString("shared Account");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> processes.share(CheckedAccount.class, new CheckedAccount()))
                .withMessage("the type of a shared object must be an interface that is not sealed: type="
                        + CheckedAccount.class.getName());
        assertThatNullPointerException()
                .isThrownBy(() -> processes.share(Account.class, null))
                .withMessage("a shared object must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> processes.share(null, "text"))
                .withMessage("the type of a shared object must not be null");
    }

    @MultiProcessTest
    void argumentCannotCross_callIsRefusedBeforeItIsMade(Processes processes) {
        Map<String, Integer> scores = processes.share(Map.class, new ConcurrentHashMap<String, Integer>());

        assertThatExceptionOfType(NotTransferableException.class)
                .isThrownBy(() -> scores.merge("a", 1, Integer::sum))
                .withMessageStartingWith("argument 3 of Map.merge() cannot cross to another JVM: ")
                .withMessageEndingWith("(BiFunction & Serializable)");
        assertThat(scores.isEmpty()).isTrue();
        scores.merge("a", 1, (BiFunction<Integer, Integer, Integer> & Serializable) Integer::sum);
        assertThat(scores.merge("a", 1, (BiFunction<Integer, Integer, Integer> & Serializable) Integer::sum))
                .isEqualTo(2);
    }

    // ---- R1: calls

    @MultiProcessTest
    void objectOfTheTest_isUsedByChildren(Processes processes) {
        Map<String, Integer> scores = processes.share(Map.class, new ConcurrentHashMap<String, Integer>());

        processes
                .startEach(3, "player", index -> scores.put("player-" + index, index))
                .join();

        assertThat(scores.get("player-2")).isEqualTo(2);
        assertThat(scores.size()).isEqualTo(3);
    }

    @MultiProcessTest
    void objectOfAChild_isUsedByTestAndSiblings(Processes processes) throws InterruptedException {
        List<String> names = ofChild(processes, () -> processes.share(List.class, SharedObjectTests.<String>newList()));

        names.add("test");
        processes.start("sibling", () -> names.add("sibling")).join();

        assertThat(names.size()).isEqualTo(2);
        assertThat(names.get(1)).isEqualTo("sibling");
        assertThat(processes.start(() -> names.contains("test")).result()).isTrue();
    }

    @MultiProcessTest
    void callsOfOneThread_comeInItsOrder(Processes processes) throws InterruptedException {
        List<Integer> ofTest = processes.share(List.class, SharedObjectTests.<Integer>newList());
        List<Integer> ofChild =
                ofChild(processes, () -> processes.share(List.class, SharedObjectTests.<Integer>newList()));

        processes
                .start(() -> {
                    for (int i = 0; i < 200; i++) {
                        ofTest.add(i);
                        ofChild.add(i);
                    }
                })
                .join();

        List<Integer> all = IntStream.range(0, 200).boxed().toList();
        assertThat(ofTest.subList(0, 200)).isEqualTo(all);
        assertThat(Arrays.asList(ofChild.toArray())).isEqualTo(all);
    }

    /** Two calls are inside at the same time, or neither would return. */
    interface Meeting {

        boolean meet() throws InterruptedException;
    }

    static final class MeetingOfTwo implements Meeting {

        private final CountDownLatch both = new CountDownLatch(2);

        @Override
        public boolean meet() throws InterruptedException {
            both.countDown();
            return both.await(20, TimeUnit.SECONDS);
        }
    }

    @MultiProcessTest
    void callsOfSeveralThreads_runAtTheSameTime(Processes processes) throws InterruptedException {
        Meeting ofTest = processes.share(Meeting.class, new MeetingOfTwo());
        Meeting ofChild = ofChild(processes, () -> processes.share(Meeting.class, new MeetingOfTwo()));

        ProcessGroup<Boolean> two = processes.start(2, "guest", () -> ofTest.meet() && ofChild.meet());

        assertThat(two.results()).containsExactly(true, true);
    }

    // ---- R2: copies, handles, exceptions, all methods

    @MultiProcessTest
    void argumentsAndResults_areCopiesForTheOwnerToo(Processes processes) {
        List<List<String>> lists = processes.share(List.class, SharedObjectTests.<List<String>>newList());
        List<String> mine = new ArrayList<>(List.of("a"));
        lists.add(mine);

        mine.add("b");
        lists.get(0).add("c");

        assertThat(lists.get(0)).containsExactly("a");
    }

    @MultiProcessTest
    void handleInACall_staysWhatItIs(Processes processes, ProcessQueue<String> letters) throws InterruptedException {
        Map<String, Object> things = processes.share(Map.class, new ConcurrentHashMap<String, Object>());
        CheckedAccount real = new CheckedAccount();
        Account account = processes.share(Account.class, real);
        real.self = account;
        things.put("queue", letters);

        processes
                .start(() -> {
                    @SuppressWarnings("unchecked")
                    ProcessQueue<String> found = (ProcessQueue<String>) things.get("queue");
                    found.put("hello");
                    account.self().deposit(5);
                    assertThat(account.self()).isEqualTo(account).hasSameHashCodeAs(account);
                    things.put("account", account);
                })
                .join();

        assertThat(letters.take()).isEqualTo("hello");
        assertThat(things.get("account")).isEqualTo(account).hasSameHashCodeAs(account);
        assertThat(account.deposit(1)).isEqualTo(6);
    }

    @MultiProcessTest
    void methodOfEveryKind_isCalledWhereTheObjectLives(Processes processes) throws InterruptedException {
        Account account = ofChild(processes, () -> processes.share(Account.class, new CheckedAccount()));

        assertThat(account.depositTwice(10)).isEqualTo(20);
        assertThat(account.larger("a", "b")).isEqualTo("b");
        assertThat(account.equals(account)).isTrue();
        assertThat(account).isNotEqualTo(processes.share(Account.class, new CheckedAccount()));
        assertThat(account.self()).isNull();
    }

    @MultiProcessTest
    void exception_hasItsTypeAndBothStacks(Processes processes) throws InterruptedException {
        Account account = ofChild(processes, () -> processes.share(Account.class, new CheckedAccount()));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> account.refuse("no"))
                .withMessage("no by main")
                .satisfies(failure -> assertThat(Arrays.stream(failure.getStackTrace())
                                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                                .limit(3))
                        .startsWith(CheckedAccount.class.getName() + ".refuse", "[Account.refuse()].called")
                        .last()
                        .asString()
                        .contains("exception_hasItsTypeAndBothStacks"));
    }

    // ---- R3: how long it lives

    @MultiProcessTest
    void ownerIsDead_everyCallSaysWhoAndHow(Processes processes) throws InterruptedException {
        List<String> names = ofChild(processes, () -> processes.share(List.class, SharedObjectTests.<String>newList()));
        ChildProcess<?> owner = processes.children().get(0);
        owner.kill();

        String message = "the List that child 'owner' (pid " + owner.pid()
                + ") has shared is gone: it was killed by SIGKILL (exit code 137)";
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(OwnerEndedException.class)
                    .isThrownBy(() -> names.add("late"))
                    .withMessage(message)
                    .satisfies(ended -> assertThat(ended.ownerName()).isEqualTo("owner"))
                    .satisfies(ended -> assertThat(ended.ownerPid()).isEqualTo(owner.pid()));
        }
        assertThat(processes
                        .start(() -> {
                            try {
                                return "" + names.add("later");
                            } catch (OwnerEndedException e) {
                                return e.getMessage();
                            }
                        })
                        .result())
                .isEqualTo(message);
    }

    @Test
    void testHasEnded_callFails() {
        assertThat(run(EndedTestCases.class)).passes();

        assertThatIllegalStateException()
                .isThrownBy(() -> EndedTestCases.ofTest.size())
                .withMessageMatching("the test that shared:0:\\d+:java.util.List belongs to has ended");
        assertThatIllegalStateException()
                .isThrownBy(() -> EndedTestCases.ofChild.size())
                .withMessageMatching("the List that child 'owner' \\(pid \\d+\\) has shared is gone: .*");
    }

    @MultiProcess
    static class EndedTestCases {

        private static List<String> ofTest;
        private static List<String> ofChild;

        @Test
        void shares(Processes processes) throws InterruptedException {
            ofTest = processes.share(List.class, new ArrayList<String>());
            ofChild = ofChild(processes, () -> processes.share(List.class, SharedObjectTests.<String>newList()));
            assertThat(ofTest.size() + ofChild.size()).isZero();
        }
    }

    // ---- R4: waits

    @MultiProcessTest
    void callIsInterrupted_soIsWhatCarriesItOut(Processes processes) throws InterruptedException {
        BlockingQueue<String> ofTest = processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>());
        BlockingQueue<String> ofChild =
                ofChild(processes, () -> processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>()));
        ProcessQueue<String> said = processes.queue("said");
        ProcessGroup<Void> takers = processes.startEach(2, "taker", index -> {
            try {
                said.put("taking");
                (index == 0 ? ofTest : ofChild).take();
            } catch (ProcessInterruptedException e) {
                said.put("interrupted " + Thread.interrupted());
            }
        });
        said.take();
        said.take();

        takers.children().forEach(ChildProcess::interrupt);

        assertThat(said.take()).isEqualTo("interrupted true");
        assertThat(said.take()).isEqualTo("interrupted true");
        takers.join();
        // No thread is left that would take it.
        for (BlockingQueue<String> each : List.of(ofTest, ofChild)) {
            each.put("mine");
            assertThat(each.poll(10, TimeUnit.SECONDS)).isEqualTo("mine");
        }
    }

    @Test
    void deadlinePasses_callEndsAndIsShown() {
        assertThat(run(WaitTestCases.class, "testWaitsForAChild"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .satisfies(failure -> assertThat(FailureAssert.normalized(failure.getMessage()))
                        .contains(
                                "  test JVM     : waits for BlockingQueue.take() in child 'owner' (for <time> ms)\n"));
    }

    @Test
    void processesWaitForEachOther_deadlockIsFoundAndShown() {
        assertThat(run(WaitTestCases.class, "childWaitsForTheTest"))
                .tookAtMost(Duration.ofSeconds(15))
                .hasOneFailure()
                .isInstanceOfSatisfying(
                        DeadlockException.class,
                        deadlock -> assertThat(deadlock.cycle())
                                .containsExactly(
                                        "test JVM waits for child 'player' to end",
                                        "player waits for BlockingQueue.take() in the test JVM"));
        assertThat(run(WaitTestCases.class, "childWaitsForAChild"))
                .tookAtMost(Duration.ofSeconds(15))
                .hasOneFailure()
                .isInstanceOfSatisfying(
                        DeadlockException.class,
                        deadlock -> assertThat(deadlock.cycle())
                                .containsExactly(
                                        "test JVM waits for child 'player' to end",
                                        "player waits for BlockingQueue.take() in another child",
                                        "owner waits to take from queue 'unfed', which owner itself may still write to"));
    }

    @MultiProcess(timeout = "20s", stopGrace = "1s")
    static class WaitTestCases {

        @Test
        @MultiProcess(timeout = "2s")
        void testWaitsForAChild(Processes processes) throws InterruptedException {
            BlockingQueue<String> queue =
                    ofChild(processes, () -> processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>()));
            queue.take();
        }

        @Test
        void childWaitsForTheTest(Processes processes) {
            BlockingQueue<String> queue = processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>());
            processes.start("player", () -> queue.take()).join();
        }

        @Test
        void childWaitsForAChild(Processes processes, ProcessQueue<String> unfed) throws InterruptedException {
            ProcessQueue<BlockingQueue<String>> handles = processes.queue("handles");
            processes.with(o -> o.daemon(true)).start("owner", () -> {
                handles.put(processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>()));
                unfed.take();
            });
            BlockingQueue<String> queue = handles.take();
            processes.start("player", () -> queue.take()).join();
        }
    }

    // ---- R5: deaths in the middle

    @MultiProcessTest
    void ownerIsKilledInACall_callerLearnsWho(Processes processes) throws InterruptedException {
        BlockingQueue<String> queue =
                ofChild(processes, () -> processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>()));
        ChildProcess<String> caller = processes.start("caller", () -> {
            try {
                return queue.take();
            } catch (OwnerEndedException e) {
                return "gone with " + e.ownerName();
            }
        });
        awaitTaker(caller);

        processes.children().get(0).kill();

        assertThat(caller.result()).isEqualTo("gone with owner");
    }

    /** Waits until the child's main thread is inside its call. */
    private static void awaitTaker(ChildProcess<?> caller) {
        caller.awaitRunning();
        while (!caller.threadDump().contains("internal.link.LinkClient.call")) {
            Thread.onSpinWait();
        }
    }

    @MultiProcessTest
    void callerIsKilledInACall_nothingIsTakenInItsName(Processes processes) throws InterruptedException {
        BlockingQueue<String> ofTest = processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>());
        BlockingQueue<String> ofChild =
                ofChild(processes, () -> processes.share(BlockingQueue.class, new LinkedBlockingQueue<String>()));
        for (BlockingQueue<String> queue : List.of(ofTest, ofChild)) {
            ChildProcess<String> caller = processes.start(() -> queue.take());
            awaitTaker(caller);
            caller.kill();
            caller.awaitExit();
            AtomicReference<String> got = new AtomicReference<>();
            queue.put("for the living");
            got.set(queue.poll(10, TimeUnit.SECONDS));
            assertThat(got.get()).isEqualTo("for the living");
        }
    }
}
