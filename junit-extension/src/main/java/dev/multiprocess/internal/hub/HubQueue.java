package dev.multiprocess.internal.hub;

import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.memory.WaitKind;
import dev.multiprocess.internal.queue.PipeProtocol;
import dev.multiprocess.internal.queue.Question;
import dev.multiprocess.internal.queue.QueueAccess;
import dev.multiprocess.internal.queue.Statistics;
import dev.multiprocess.internal.queue.Tasks;
import dev.multiprocess.internal.slots.Ledger;
import dev.multiprocess.internal.slots.QueueMemoryOwner;
import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One queue, as the test JVM holds it: its participants, which of them still write, what has happened. Guarded by
 * {@link #lock}.
 *
 * <p>The elements are in shared memory ({@link SharedQueue}), where every process puts and takes them by itself; this
 * class holds only what must not depend on processes that may die.
 */
public final class HubQueue {

    /** The test JVM's number among the processes; children count from 1. */
    static final int TEST_JVM = 0;

    private static final System.Logger LOG = System.getLogger(HubQueue.class.getName());

    final int id;
    final String name;
    final int capacity;
    final long byteBudget;
    final ReentrantLock lock = new ReentrantLock();

    private final Path overflow;
    private final QueueMemoryOwner keeper;
    private final LocalHub localHub;
    private final SharedQueue local;
    private final QueueAccess localAccess;
    private final List<HubPipe> pipes = new ArrayList<>();
    private final Roster roster = new Roster();
    private final Participant testJvm = roster.enter(TEST_JVM, "test JVM");

    /** The last known statistics, once the memory was given back. */
    private QueueStatistics last;

    /** The last known ledger, in case the memory is damaged. */
    private Ledger ledger;

    private boolean damaged;

    /**
     * Makes an empty queue.
     *
     * @param folder for its files
     * @param overflow for the files of elements for which there is no room in it
     * @param doorbell of the test JVM
     * @throws IOException if there is no room for it
     */
    public HubQueue(int id, String name, int capacity, long byteBudget, Path folder, Path overflow, Doorbell doorbell)
            throws IOException {
        this.id = id;
        this.name = name;
        this.capacity = capacity;
        this.byteBudget = byteBudget;
        this.overflow = overflow;
        keeper = QueueMemoryOwner.create(folder, overflow, name);
        ledger = keeper.ledger();
        int number = join(testJvm);
        localHub = new LocalHub(this);
        local = SharedQueue.open(address(number), localHub, doorbell);
        localAccess = new QueueAccess(id, name, capacity, local, localHub);
    }

    LocalHub localHub() {
        return localHub;
    }

    QueueAccess localAccess() {
        return localAccess;
    }

    Path folder() {
        return keeper.folder();
    }

    SharedQueue.QueueAddress address(int number) {
        return new SharedQueue.QueueAddress(id, name, folder(), overflow, number, capacity, byteBudget);
    }

    Participant participant(int child, String childName) {
        return roster.enter(child, childName);
    }

    Participant testJvm() {
        return testJvm;
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

    /** Answers a process, the test JVM or a child; {@link QueueAccess} reads the answer. */
    ByteBuffer answer(Participant participant, Question question, long argument) {
        return switch (question) {
            case RECYCLE -> done(this::recycle);
            case BROKEN_BY -> PipeProtocol.text(String.join("\n", roster.brokenBy()));
            case REMOVE -> PipeProtocol.flag(remove(argument));
            case CLOSE -> done(this::close);
            case STATISTICS -> Statistics.encode(statistics());
            case OPEN_WRITER -> done(() -> openWriter(participant));
            case CLOSE_WRITER -> done(() -> closeWriter(participant));
            case WITHDRAW_WRITER -> done(() -> withdrawWriter(participant));
            case TASKS_DONE -> PipeProtocol.flag(tasksDone(participant, argument));
            case TASKS -> PipeProtocol.tasks(tasks());
            case WRITER_NAME -> PipeProtocol.text(roster.nameOf(argument));
        };
    }

    private static ByteBuffer done(Runnable action) {
        action.run();
        return ByteBuffer.allocate(0);
    }

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
        roster.openWriter(participant);
        writersChanged();
    }

    void withdrawWriter(Participant participant) {
        roster.withdrawWriter(participant);
        writersChanged();
    }

    void closeWriter(Participant participant) {
        roster.closeWriter(participant);
        writersChanged();
    }

    private void writersChanged() {
        if (!isEnded()) {
            boolean over = roster.isStreamOver();
            keeper.changeState(over, over && !roster.brokenBy().isEmpty());
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
        return new Tasks(unfinished, unfinished > 0 && size() == 0 ? roster.losersOfTasks(ledger()) : List.of());
    }

    private long unfinishedTasks() {
        return isEnded() ? 0 : unlessDamaged(keeper::putAndKept, roster.tasksDone()) - roster.tasksDone();
    }

    List<String> brokenBy() {
        return roster.brokenBy();
    }

    void close() {
        if (!isEnded()) {
            keeper.end();
            wakeAll();
        }
    }

    /** A process has ended, well or not. What it had sent is read first. */
    void ended(int child, boolean well) {
        for (HubPipe pipe : List.copyOf(pipes)) {
            if (pipe.child == child) {
                pipe.drainAndClose();
            }
        }
        Optional<Participant> participant = roster.find(child);
        if (participant.isEmpty() || isEnded()) {
            return;
        }
        roster.ended(participant.get(), well);
        unlessDamaged(() -> participant.get().numbers.forEach(keeper::ended));
        // It may have died after a change and before telling the others.
        writersChanged();
    }

    /**
     * Gives the memory back; the queue is closed and empty for any process that still has it. Called without the lock,
     * since threads of the test JVM that put and take hold theirs while they ask for this one.
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
            PrivateDirectory.deleteFolder(overflow);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the memory of queue ''{0}'' could not be removed: {1}", name, e);
        }
    }

    private boolean isEnded() {
        return last != null;
    }

    private boolean isClosed() {
        return isEnded() || unlessDamaged(keeper::isClosed, false);
    }

    private Ledger ledger() {
        ledger = unlessDamaged(keeper::ledger, ledger);
        return ledger;
    }

    /** Does what others than the queue's users depend on; the users notice by themselves if its memory is damaged. */
    private <T> T unlessDamaged(Supplier<T> action, T otherwise) {
        try {
            return action.get();
        } catch (IllegalStateException | UncheckedIOException e) {
            if (!damaged) {
                LOG.log(Level.WARNING, "queue ''{0}'' is of no use any more: {1}", name, e.getMessage());
            }
            damaged = true;
            return otherwise;
        }
    }

    private void unlessDamaged(Runnable action) {
        unlessDamaged(
                () -> {
                    action.run();
                    return null;
                },
                null);
    }

    // ---- what can be asked

    int size() {
        return isEnded() ? last.size() : unlessDamaged(keeper::size, ledger.size());
    }

    QueueStatistics statistics() {
        if (isEnded()) {
            return last;
        }
        int blockedPuts = waiting(WaitKind.PUT).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return roster.statistics(ledger(), blockedPuts);
    }

    /** Shows its state. */
    QueueState state() {
        QueueStatistics statistics = statistics();
        Tasks tasks = tasks();
        Set<Integer> claimers = claimers();
        BlockedThreads waiting = waiting(statistics.size(), claimers.isEmpty(), tasks);
        Set<Integer> readers = roster.processes(each -> statistics.takenBy().containsKey(each.name));
        readers.addAll(waiting.takers().keySet());
        return new QueueState(
                id,
                name,
                capacity,
                statistics.size(),
                statistics.put() + statistics.taken() + statistics.givenToDead() + statistics.removed(),
                describe(statistics, tasks, claimers, waiting),
                roster.processes(each -> each.openWriters > 0),
                readers,
                waiting.takers(),
                waiting.putters(),
                waiting.joiners());
    }

    /** Leaves out threads that can continue: they no longer wait, though they may not know it yet. */
    private BlockedThreads waiting(int size, boolean unclaimed, Tasks tasks) {
        boolean closed = isClosed();
        Map<Integer, Integer> takers = new HashMap<>();
        if (!closed && size == 0) {
            takers.putAll(waiting(WaitKind.TAKE));
            if (!keeper.isStreamEnded()) {
                waiting(WaitKind.TAKE_OR_END)
                        .forEach((process, threads) -> takers.merge(process, threads, Integer::sum));
            }
        }
        return new BlockedThreads(
                takers,
                closed || size == 0 && unclaimed ? Map.of() : waiting(WaitKind.PUT),
                tasks.isSettled() ? Map.of() : waiting(WaitKind.TASKS));
    }

    /** The processes that had claimed room in which they had not put anything when the ledger was last read. */
    private Set<Integer> claimers() {
        return isEnded()
                ? Set.of()
                : roster.count(number -> keeper.claimedBy(number, ledger) > 0 ? 1 : 0)
                        .keySet();
    }

    /** Counts the threads of each process that has any in such a wait. */
    private Map<Integer, Integer> waiting(WaitKind kind) {
        return isEnded() ? Map.of() : roster.count(number -> keeper.waiting(number, kind));
    }

    /** Returns its state on one line, for messages. */
    String describe() {
        return state().description();
    }

    private String describe(QueueStatistics statistics, Tasks tasks, Set<Integer> claimers, BlockedThreads waiting) {
        String open = roster.names(roster.processes(each -> each.openWriters > 0));
        List<String> parts = new ArrayList<>();
        parts.add(statistics.size() + " in it");
        parts.add(statistics.put() + " put");
        parts.add(statistics.taken() + " taken");
        if (statistics.givenToDead() > 0) {
            parts.add(statistics.givenToDead() + " given to the dead");
        }
        if (damaged) {
            parts.add("its memory is damaged");
        }
        parts.add(isClosed() ? "closed" : open.isEmpty() ? "no open writer" : "open for writers: " + open);
        if (!brokenBy().isEmpty()) {
            parts.add("broken by " + String.join(", ", brokenBy()));
        }
        if (!claimers.isEmpty()) {
            parts.add("room claimed by: " + roster.names(claimers));
        }
        if (!waiting.takers().isEmpty()) {
            parts.add("waiting to take: " + roster.names(waiting.takers().keySet()));
        }
        if (!waiting.putters().isEmpty()) {
            parts.add("waiting to put: " + roster.names(waiting.putters().keySet()));
        }
        if (!waiting.joiners().isEmpty()) {
            parts.add(tasks.text() + " not done, waiting for that: "
                    + roster.names(waiting.joiners().keySet()));
        }
        return String.join(", ", parts);
    }
}
