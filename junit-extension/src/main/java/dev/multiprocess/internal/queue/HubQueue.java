package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.ring.Ledger;
import dev.multiprocess.internal.ring.PutOutcome;
import dev.multiprocess.internal.ring.QueueKeeper;
import dev.multiprocess.internal.ring.SharedQueue;
import dev.multiprocess.internal.ring.WaitKind;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One queue, as the test JVM holds it: who takes part, who still writes, what has happened. Guarded by {@link #lock}.
 *
 * <p>The elements are in shared memory ({@link SharedQueue}), where every process puts and takes them by itself; here is
 * only what must not depend on processes that may die.
 */
final class HubQueue {

    /** The test JVM's number among the processes; children count from 1. */
    static final int TEST_JVM = 0;

    private static final System.Logger LOG = System.getLogger(HubQueue.class.getName());

    final int id;
    final String name;
    final int capacity;
    final long byteBudget;
    final ReentrantLock lock = new ReentrantLock();

    private final QueueKeeper keeper;
    private final SharedQueue local;
    private final RingPort localPort;
    private final List<HubPipe> pipes = new ArrayList<>();
    private final Map<Integer, Participant> participants = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();

    /** Writers there are or were; while there was none, the stream has not begun and so has no end. */
    private int writersSeen;

    /** Read by threads that do not hold the lock. */
    private volatile Supplier<RuntimeException> waitFailure;

    private volatile Supplier<RuntimeException> useFailure;

    /** The last that is known, once the memory was given back. */
    private QueueStatistics last;

    /** The last that is known, should the memory be damaged. */
    private Ledger ledger;

    private boolean damaged;

    /**
     * Makes an empty queue.
     *
     * @param folder for its files
     * @param doorbell of the test JVM
     * @throws IOException if there is no room for it
     */
    HubQueue(int id, String name, int capacity, long byteBudget, Path folder, Doorbell doorbell) throws IOException {
        this.id = id;
        this.name = name;
        this.capacity = capacity;
        this.byteBudget = byteBudget;
        keeper = QueueKeeper.create(folder, capacity, byteBudget);
        ledger = keeper.ledger();
        participants.put(TEST_JVM, new Participant("test JVM"));
        int number = join(testJvm());
        LocalHome home = new LocalHome(this, number);
        local = SharedQueue.open(seat(number), home, doorbell);
        localPort = new RingPort(id, name, capacity, local, home);
    }

    RingPort localPort() {
        return localPort;
    }

    Path folder() {
        return keeper.folder();
    }

    SharedQueue.Seat seat(int number) {
        return new SharedQueue.Seat(folder(), id, number, capacity, byteBudget);
    }

    Participant participant(int child, String childName) {
        return participants.computeIfAbsent(child, number -> new Participant(childName));
    }

    Participant testJvm() {
        return participants.get(TEST_JVM);
    }

    /**
     * Reserves a number in the memory.
     *
     * @throws IllegalStateException if the queue has ended
     */
    int join(Participant participant) {
        if (isEnded()) {
            throw new IllegalStateException("queue '" + name + "' has ended with its test");
        }
        int number = keeper.addParticipant();
        participant.numbers.add(number);
        return number;
    }

    // ---- what processes ask for

    void add(HubPipe pipe) {
        pipes.add(pipe);
    }

    void remove(HubPipe pipe) {
        pipes.remove(pipe);
    }

    void wakeAll() {
        local.wakeAll();
        pipes.forEach(HubPipe::wake);
    }

    PutOutcome put(int number, byte[] bytes) {
        if (isEnded()) {
            return PutOutcome.CLOSED;
        }
        PutOutcome outcome = keeper.put(number, bytes);
        wakeAll();
        return outcome;
    }

    byte[] fetch(long position) {
        return isEnded() ? null : keeper.fetch(position);
    }

    boolean remove(long sequence) {
        boolean removed = !isEnded() && keeper.remove(sequence);
        if (removed) {
            wakeAll();
        }
        return removed;
    }

    void recycle() {
        if (!isEnded()) {
            keeper.recycle();
        }
    }

    void openWriter(Participant participant) {
        participant.openWriters++;
        writersSeen++;
        writersChanged();
    }

    /** A process that might have written turns out to be a reader. */
    void withdrawWriter(Participant participant) {
        // A second time it would withdraw the writer of another.
        if (participant.openWriters > 0) {
            participant.openWriters--;
            writersSeen--;
            writersChanged();
        }
    }

    void closeWriter(Participant participant) {
        participant.openWriters = Math.max(0, participant.openWriters - 1);
        writersChanged();
    }

    private void writersChanged() {
        if (!isEnded()) {
            boolean over = writersSeen > 0 && participants.values().stream().allMatch(each -> each.openWriters == 0);
            keeper.changeState(over, over && !broken.isEmpty());
            wakeAll();
        }
    }

    boolean tasksDone(Participant participant, long count) {
        long left = unfinishedTasks();
        if (count < 0 || count > left) {
            return false;
        }
        participant.tasksDone += count;
        if (count == left) {
            wakeAll();
        }
        return true;
    }

    Tasks tasks() {
        long unfinished = unfinishedTasks();
        return new Tasks(unfinished, unfinished > 0 && size() == 0 ? losersOfTasks() : List.of());
    }

    private long unfinishedTasks() {
        long done = participants.values().stream()
                .mapToLong(participant -> participant.tasksDone)
                .sum();
        long[] unfinished = new long[1];
        if (!isEnded()) {
            unlessDamaged(() -> unfinished[0] = keeper.putAndKept() - done);
        }
        return unfinished[0];
    }

    /** Those who have ended and left tasks undone, if nobody is left who has any. */
    private List<String> losersOfTasks() {
        unlessDamaged(() -> ledger = keeper.ledger());
        List<String> losers = new ArrayList<>();
        for (Participant participant : participants.values()) {
            if (sum(participant, ledger::takenBy) > participant.tasksDone) {
                if (!participant.ended) {
                    return List.of();
                }
                losers.add(participant.name);
            }
        }
        return losers;
    }

    List<String> brokenBy() {
        return List.copyOf(broken);
    }

    void close() {
        if (!isEnded()) {
            keeper.end();
            wakeAll();
        }
    }

    /** A process has ended: it writes no more, and what it was given is lost if it did not end well. */
    void ended(int child, boolean well) {
        for (HubPipe pipe : List.copyOf(pipes)) {
            if (pipe.child == child) {
                pipe.drainAndClose();
            }
        }
        Participant participant = participants.get(child);
        if (participant == null || isEnded()) {
            return;
        }
        if (!well) {
            participant.failed = true;
            if (participant.openWriters > 0) {
                broken.add(participant.name);
            }
        }
        participant.openWriters = 0;
        participant.ended = true;
        unlessDamaged(() -> participant.numbers.forEach(keeper::ended));
        // It may have died between what it had done and telling the others.
        writersChanged();
    }

    /**
     * Gives the memory back; the queue is closed and empty for whoever still has it. Called without the lock, since
     * threads of the test JVM that put and take hold theirs while they ask for this one.
     */
    void end() {
        lock.lock();
        try {
            if (isEnded()) {
                return;
            }
            unlessDamaged(keeper::end);
            last = statistics();
            for (HubPipe pipe : List.copyOf(pipes)) {
                pipe.close();
            }
        } finally {
            lock.unlock();
        }
        local.close();
        lock.lock();
        try {
            keeper.close();
        } finally {
            lock.unlock();
        }
        try {
            PrivateDirectory.deleteFolder(folder());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the memory of queue ''{0}'' could not be removed: {1}", name, e);
        }
    }

    private boolean isEnded() {
        return last != null;
    }

    private boolean isClosed() {
        boolean[] closed = {isEnded()};
        if (!isEnded()) {
            unlessDamaged(() -> closed[0] = keeper.isClosed());
        }
        return closed[0];
    }

    /** Does what others than the queue's users depend on: those see by themselves if its memory is damaged. */
    private void unlessDamaged(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException | UncheckedIOException e) {
            if (!damaged) {
                LOG.log(Level.WARNING, "queue ''{0}'' is of no use any more: {1}", name, e.getMessage());
            }
            damaged = true;
        }
    }

    // ---- the test JVM's own threads

    /** Lets waiting threads of the test JVM, and those that will wait, throw. */
    void failLocalWaits(Supplier<RuntimeException> failure) {
        waitFailure = failure;
        local.wakeAll();
    }

    /** Lets every use by the test JVM throw, so that a test that polls in a loop ends too. */
    void failLocalUse(Supplier<RuntimeException> failure) {
        useFailure = failure;
        local.wakeAll();
    }

    Supplier<RuntimeException> useFailure() {
        return useFailure;
    }

    Supplier<RuntimeException> waitFailure() {
        return waitFailure;
    }

    // ---- what can be asked

    int size() {
        int[] size = {isEnded() ? last.size() : ledger.size()};
        if (!isEnded()) {
            unlessDamaged(() -> size[0] = keeper.size());
        }
        return size[0];
    }

    QueueStatistics statistics() {
        if (isEnded()) {
            return last;
        }
        unlessDamaged(() -> ledger = keeper.ledger());
        Map<String, Long> putBy = new HashMap<>();
        Map<String, Long> takenBy = new HashMap<>();
        long put = 0;
        long taken = 0;
        long givenToDead = 0;
        for (Participant participant : participants.values()) {
            long puts = sum(participant, ledger::putBy);
            long takes = sum(participant, ledger::takenBy);
            put += puts;
            if (participant.failed) {
                givenToDead += takes;
            } else {
                taken += takes;
            }
            if (puts > 0) {
                putBy.merge(participant.name, puts, Long::sum);
            }
            if (takes > 0) {
                takenBy.merge(participant.name, takes, Long::sum);
            }
        }
        return new QueueStatistics(
                put,
                taken,
                givenToDead,
                ledger.removed(),
                ledger.size(),
                waiting(WaitKind.PUT).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum(),
                ledger.bytes(),
                Map.copyOf(putBy),
                Map.copyOf(takenBy));
    }

    private static long sum(Participant participant, IntToLongFunction count) {
        return participant.numbers.stream().mapToLong(count::applyAsLong).sum();
    }

    /** Shows its state. */
    QueueState state() {
        QueueStatistics statistics = statistics();
        boolean over = isClosed();
        // Those who can go on do not wait any more, though they may not know it yet.
        Map<Integer, Integer> takers = new HashMap<>();
        if (!over && statistics.size() == 0) {
            takers.putAll(waiting(WaitKind.TAKE));
            if (!keeper.isStreamEnded()) {
                waiting(WaitKind.TAKE_OR_END).forEach((child, threads) -> takers.merge(child, threads, Integer::sum));
            }
        }
        Map<Integer, Integer> putters = over || statistics.size() == 0 ? Map.of() : waiting(WaitKind.PUT);
        Map<Integer, Integer> joiners =
                unfinishedTasks() == 0 || !tasks().lostBy().isEmpty() ? Map.of() : waiting(WaitKind.TASKS);
        Set<Integer> writers = new TreeSet<>();
        Set<Integer> readers = new TreeSet<>(takers.keySet());
        participants.forEach((number, participant) -> {
            if (participant.openWriters > 0) {
                writers.add(number);
            }
            if (statistics.takenBy().containsKey(participant.name)) {
                readers.add(number);
            }
        });
        return new QueueState(
                id,
                name,
                capacity,
                statistics.size(),
                statistics.put() + statistics.taken() + statistics.givenToDead() + statistics.removed(),
                describe(statistics, takers, putters, joiners),
                writers,
                readers,
                takers,
                putters,
                joiners);
    }

    /** Counts the waiting threads of each process that has any. */
    private Map<Integer, Integer> waiting(WaitKind kind) {
        Map<Integer, Integer> waiting = new HashMap<>();
        if (!isEnded()) {
            participants.forEach((number, participant) -> {
                int threads = participant.numbers.stream()
                        .mapToInt(each -> keeper.waiting(each, kind))
                        .sum();
                if (threads > 0) {
                    waiting.put(number, threads);
                }
            });
        }
        return waiting;
    }

    /** Tells its state on one line, for messages. */
    String describe() {
        return state().description();
    }

    private String describe(
            QueueStatistics statistics,
            Map<Integer, Integer> takers,
            Map<Integer, Integer> putters,
            Map<Integer, Integer> joiners) {
        String open = participants.values().stream()
                .filter(participant -> participant.openWriters > 0)
                .map(participant -> participant.name)
                .collect(Collectors.joining(", "));
        return statistics.size() + " in it, " + statistics.put() + " put, " + statistics.taken() + " taken"
                + (statistics.givenToDead() > 0 ? ", " + statistics.givenToDead() + " given to the dead" : "")
                + (damaged ? ", its memory is damaged" : "")
                + (isClosed() ? ", closed" : open.isEmpty() ? ", no open writer" : ", open for writers: " + open)
                + (broken.isEmpty() ? "" : ", broken by " + String.join(", ", broken))
                + (takers.isEmpty() ? "" : ", waiting to take: " + names(takers.keySet()))
                + (putters.isEmpty() ? "" : ", waiting to put: " + names(putters.keySet()))
                + (joiners.isEmpty()
                        ? ""
                        : ", " + unfinishedTasks() + " tasks not done, waiting for them: " + names(joiners.keySet()));
    }

    private String names(Set<Integer> numbers) {
        return numbers.stream().map(number -> participants.get(number).name).collect(Collectors.joining(", "));
    }
}
