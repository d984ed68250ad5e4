package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One queue, as the test JVM holds it: the elements, who waits for them, who still writes. Guarded by {@link #lock}.
 *
 * <p>Requests are written down when they arrive and answered by {@link #advance()}, which every change must be followed
 * by. An element is in the queue until it was <em>given</em> to a user; those that a child holds in advance
 * ({@link HubPipe}) count, and come back when another asks for them. A negative answer (full, empty) is only given after
 * everything that had arrived on any pipe by then was read, so that a {@code put} that had returned anywhere is seen.
 */
final class HubQueue {

    /** The test JVM's number among the participants; children count from 1. */
    static final int TEST_JVM = 0;

    final int id;
    final String name;
    final int capacity;
    final long byteBudget;
    /** Fair: a test that asks in a tight loop must not starve the thread that reads the pipes. */
    final ReentrantLock lock = new ReentrantLock(true);

    /** Signalled when something changed that a waiting thread of the test JVM may care for. */
    final Condition localChange = lock.newCondition();

    private final ArrayDeque<Element> ready = new ArrayDeque<>();
    private final List<HubPipe> pipes = new ArrayList<>();
    private final Deque<Putter> putters = new ArrayDeque<>();
    private final Deque<Taker> takers = new ArrayDeque<>();
    private final Deque<Runnable> questions = new ArrayDeque<>();
    private final Map<Integer, Participant> participants = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();

    private long lastSequence;
    private int leased;
    private long cost;
    private long bytes;
    private long put;
    private long given;
    private long givenToDead;
    private long removed;

    /** Writers there are or were; while there was none, the stream has not begun and so has no end. */
    private int writersSeen;

    private boolean closed;
    private boolean localReads;
    private boolean advancing;
    private Supplier<RuntimeException> waitFailure;
    private Supplier<RuntimeException> useFailure;

    HubQueue(int id, String name, int capacity, long byteBudget) {
        this.id = id;
        this.name = name;
        this.capacity = capacity;
        this.byteBudget = byteBudget;
        participants.put(TEST_JVM, new Participant("test JVM"));
    }

    Participant participant(int child, String childName) {
        return participants.computeIfAbsent(child, number -> new Participant(childName));
    }

    Participant testJvm() {
        return participants.get(TEST_JVM);
    }

    // ---- what processes do; each is followed by advance()

    void add(HubPipe pipe) {
        pipes.add(pipe);
    }

    void ask(Putter putter) {
        putters.add(putter);
    }

    void ask(Taker taker) {
        takers.add(taker);
    }

    void ask(Runnable question) {
        questions.add(question);
    }

    /** Withdraws a request that has not been answered. */
    void forget(Putter putter) {
        putters.remove(putter);
    }

    /** Withdraws a request that has not been answered. */
    void forget(Taker taker) {
        takers.remove(taker);
    }

    /** Lets a pipe's request to take be answered now. */
    void hurry(HubPipe pipe) {
        takers.stream().filter(pipe::owns).forEach(taker -> taker.hurried = true);
    }

    /** Lets one of a pipe's requests to put be answered now. */
    void hurry(HubPipe pipe, int call) {
        putters.stream().filter(putter -> pipe.isCall(putter, call)).forEach(putter -> putter.hurried = true);
    }

    void openWriter(Participant participant) {
        participant.openWriters++;
        writersSeen++;
    }

    /** A process that might have written turns out to be a reader. */
    void withdrawWriter(Participant participant) {
        closeWriter(participant);
        writersSeen--;
    }

    void closeWriter(Participant participant) {
        participant.openWriters = Math.max(0, participant.openWriters - 1);
    }

    /** Puts an element without asking for room: its room was granted in advance, or the queue is being closed. */
    void accept(Participant by, Element element) {
        element.sequence = ++lastSequence;
        ready.addLast(element);
        cost += element.cost();
        bytes += element.bytes.length;
        put++;
        by.put++;
    }

    void close() {
        if (!closed) {
            closed = true;
            pipes.forEach(HubPipe::tellClosed);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** A process has ended: it writes no more, and what it was given is lost if it did not end well. */
    void ended(int child, boolean well) {
        for (HubPipe pipe : List.copyOf(pipes)) {
            if (pipe.child == child) {
                pipe.drainAndClose();
            }
        }
        Participant participant = participants.get(child);
        if (participant == null) {
            return;
        }
        if (!well) {
            givenToDead += participant.taken;
            given -= participant.taken;
            if (participant.openWriters > 0) {
                broken.add(participant.name);
            }
        }
        participant.openWriters = 0;
        advance();
    }

    /** A pipe is gone: what its child had not given goes to others, what it asked for is forgotten. */
    void gone(HubPipe pipe) {
        settle(pipe);
        takeBack(pipe, true);
        pipes.remove(pipe);
        putters.removeIf(pipe::owns);
        takers.removeIf(pipe::owns);
        advance();
    }

    /** Lets waiting threads of the test JVM, and those that will wait, throw. */
    void failLocalWaits(Supplier<RuntimeException> failure) {
        waitFailure = failure;
        localChange.signalAll();
    }

    /** Lets every use by the test JVM throw, so that a test that polls in a loop ends too. */
    void failLocalUse(Supplier<RuntimeException> failure) {
        useFailure = failure;
        localChange.signalAll();
    }

    /** Throws if threads of the test JVM must not use this queue any more. */
    void requireUsable() {
        throwIfSet(useFailure);
    }

    /** Throws if threads of the test JVM must not wait any more. */
    void requireWaitable() {
        throwIfSet(useFailure);
        throwIfSet(waitFailure);
    }

    private static void throwIfSet(Supplier<RuntimeException> failure) {
        if (failure != null) {
            throw failure.get();
        }
    }

    // ---- what follows from it

    /** Answers whatever can be answered now. */
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean again;
            do {
                settleAll();
                match();
                if (anyHurried()) {
                    readEverything();
                    settleAll();
                    match();
                    questions.forEach(Runnable::run);
                    questions.clear();
                    match();
                }
                conclude();
                again = callBackAndCheck();
            } while (again);
            pipes.forEach(pipe -> pipe.grantCredit(cost <= byteBudget));
        } finally {
            advancing = false;
        }
    }

    private void match() {
        boolean progress;
        do {
            progress = admit() | serve();
        } while (progress);
    }

    private boolean admit() {
        boolean any = false;
        while (!putters.isEmpty() && (closed || hasRoom(putters.peek().element))) {
            Putter putter = putters.remove();
            if (closed) {
                putter.refused(true);
            } else {
                accept(putter.by, putter.element);
                putter.accepted();
            }
            any = true;
        }
        return any;
    }

    private boolean hasRoom(Element element) {
        // One element always fits an empty queue, however large it is.
        return size() < capacity && (cost + element.cost() <= byteBudget || size() == 0);
    }

    private boolean serve() {
        boolean any = false;
        while (!takers.isEmpty()) {
            Taker taker = takers.peek();
            pipes.forEach(pipe -> takeBackFor(pipe, taker));
            if (ready.isEmpty()) {
                return any;
            }
            takers.remove();
            taker.serve(this);
            any = true;
        }
        return any;
    }

    private boolean anyHurried() {
        return !questions.isEmpty()
                || putters.stream().anyMatch(putter -> putter.hurried)
                || takers.stream().anyMatch(taker -> taker.hurried);
    }

    /** Reads what has arrived on all pipes; a pipe that is being read just now is up to date anyway. */
    private void readEverything() {
        for (HubPipe pipe : List.copyOf(pipes)) {
            pipe.read();
        }
    }

    private void conclude() {
        for (Iterator<Putter> all = putters.iterator(); all.hasNext(); ) {
            Putter putter = all.next();
            if (putter.hurried) {
                all.remove();
                putter.refused(false);
            }
        }
        for (Iterator<Taker> all = takers.iterator(); all.hasNext(); ) {
            Taker taker = all.next();
            Taken.Outcome outcome = outcomeFor(taker);
            if (outcome != Taken.Outcome.EMPTY || taker.hurried) {
                all.remove();
                taker.nothing(outcome, List.copyOf(broken));
            }
        }
    }

    private Taken.Outcome outcomeFor(Taker taker) {
        if (size() > 0) {
            return Taken.Outcome.EMPTY;
        }
        if (closed) {
            // An element may still be on its way from a child that has not seen the queue closed.
            return pipes.stream().allMatch(HubPipe::hasSeenClose) ? Taken.Outcome.CLOSED : Taken.Outcome.EMPTY;
        }
        if (taker.seesEnd && writersSeen > 0 && participants.values().stream().allMatch(p -> p.openWriters == 0)) {
            return broken.isEmpty() ? Taken.Outcome.END : Taken.Outcome.BROKEN;
        }
        return Taken.Outcome.EMPTY;
    }

    /** Asks children to tell when they give an element, while somebody waits for that; true if one just did. */
    private boolean callBackAndCheck() {
        boolean wanted = !putters.isEmpty() || !takers.isEmpty();
        boolean changed = false;
        for (HubPipe pipe : pipes) {
            pipe.callBack(wanted);
            changed |= wanted && settle(pipe);
        }
        return changed;
    }

    // ---- elements that children hold in advance

    private void settleAll() {
        pipes.forEach(this::settle);
    }

    /** Takes note of what a child has given since the last time. */
    private boolean settle(HubPipe pipe) {
        List<Element> gone = pipe.settle();
        for (Element element : gone) {
            leased--;
            leave(element);
        }
        given += gone.size();
        pipe.participant.taken += gone.size();
        return !gone.isEmpty();
    }

    private void takeBackFor(HubPipe pipe, Taker taker) {
        if (pipe.holdsInAdvance()) {
            takeBack(pipe, pipe.owns(taker));
        }
    }

    /** Takes back what a child has not given, so that it can go to another, in its old place. */
    void takeBack(HubPipe pipe, boolean all) {
        List<Element> back = pipe.revoke(all);
        settle(pipe);
        leased -= back.size();
        ArrayDeque<Element> younger = new ArrayDeque<>();
        for (int i = back.size() - 1; i >= 0; i--) {
            Element element = back.get(i);
            while (!ready.isEmpty() && ready.peekFirst().sequence < element.sequence) {
                younger.addLast(ready.pollFirst());
            }
            while (!younger.isEmpty() && younger.peekLast().sequence > element.sequence) {
                ready.addFirst(younger.pollLast());
            }
            ready.addFirst(element);
        }
        while (!younger.isEmpty()) {
            ready.addFirst(younger.pollLast());
        }
    }

    private void leave(Element element) {
        cost -= element.cost();
        bytes -= element.bytes.length;
    }

    /** Takes an element off the front for a thread of the test JVM. */
    Element giveLocally() {
        Element element = ready.removeFirst();
        leave(element);
        given++;
        localReads = true;
        testJvm().taken++;
        return element;
    }

    /** Takes an element off the front to be sent to a child; {@code null} if there is none. */
    Element lend() {
        Element element = ready.pollFirst();
        leased += element == null ? 0 : 1;
        return element;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Whether only one process takes: then it may have elements in advance without changing anybody's order. */
    boolean isOnlyReader(HubPipe pipe) {
        return !localReads && pipes.stream().noneMatch(other -> other != pipe && other.reads());
    }

    // ---- what can be asked

    int size() {
        return ready.size() + leased;
    }

    List<Element> page(long after) {
        pipes.forEach(pipe -> takeBack(pipe, false));
        List<Element> oldest = new ArrayList<>();
        pipes.forEach(pipe -> oldest.addAll(pipe.held()));
        oldest.sort(Comparator.comparingLong(element -> element.sequence));
        List<Element> page = new ArrayList<>();
        long room = fill(page, oldest, after, PipeProtocol.BATCH_BYTES);
        fill(page, ready, after, room);
        return page;
    }

    /** Adds elements behind a sequence until the room is used up; tells what is left of it. */
    private static long fill(List<Element> page, Iterable<Element> elements, long after, long room) {
        long left = room;
        for (Element element : elements) {
            if (left <= 0) {
                break;
            }
            if (element.sequence > after) {
                page.add(element);
                left -= element.cost();
            }
        }
        return left;
    }

    boolean remove(long sequence) {
        pipes.forEach(pipe -> takeBack(pipe, false));
        for (Iterator<Element> all = ready.iterator(); all.hasNext(); ) {
            Element element = all.next();
            if (element.sequence == sequence) {
                all.remove();
                leave(element);
                removed++;
                return true;
            }
        }
        return false;
    }

    QueueStatistics statistics() {
        Map<String, Long> putBy = new HashMap<>();
        Map<String, Long> takenBy = new HashMap<>();
        for (Participant participant : participants.values()) {
            putBy.merge(participant.name, participant.put, Long::sum);
            takenBy.merge(participant.name, participant.taken, Long::sum);
        }
        putBy.values().removeIf(count -> count == 0);
        takenBy.values().removeIf(count -> count == 0);
        return new QueueStatistics(
                put, given, givenToDead, removed, size(), leased, bytes, Map.copyOf(putBy), Map.copyOf(takenBy));
    }

    /** Shows its state, after everything that had arrived was read and answered. */
    QueueState state() {
        boolean any;
        do {
            any = false;
            for (HubPipe pipe : List.copyOf(pipes)) {
                any |= pipe.read();
            }
        } while (any);
        advance();
        Map<Integer, Integer> takerCounts = new HashMap<>();
        takers.stream()
                .filter(taker -> !taker.hurried)
                .forEach(taker -> takerCounts.merge(taker.child(), 1, Integer::sum));
        Map<Integer, Integer> putterCounts = new HashMap<>();
        putters.stream()
                .filter(putter -> !putter.hurried)
                .forEach(putter -> putterCounts.merge(putter.child(), 1, Integer::sum));
        Set<Integer> writers = new TreeSet<>();
        Set<Integer> readers = new TreeSet<>();
        participants.forEach((number, participant) -> {
            if (participant.openWriters > 0) {
                writers.add(number);
            }
            if (participant.taken > 0 || takerCounts.containsKey(number)) {
                readers.add(number);
            }
        });
        return new QueueState(
                id,
                name,
                capacity,
                size(),
                put + given + givenToDead + removed,
                describe(),
                writers,
                readers,
                takerCounts,
                putterCounts);
    }

    private String names(Stream<Integer> numbers) {
        return numbers.distinct().map(number -> participants.get(number).name).collect(Collectors.joining(", "));
    }

    /** Tells its state on one line, for messages. */
    String describe() {
        readEverything();
        settleAll();
        String taking = names(takers.stream().map(Taker::child));
        String putting = names(putters.stream().map(Putter::child));
        List<String> open = new ArrayList<>();
        for (Participant participant : participants.values()) {
            if (participant.openWriters > 0) {
                open.add(participant.name);
            }
        }
        return size() + " in it, " + put + " put, " + given + " taken"
                + (givenToDead > 0 ? ", " + givenToDead + " given to the dead" : "")
                + (closed
                        ? ", closed"
                        : open.isEmpty() ? ", no open writer" : ", open for writers: " + String.join(", ", open))
                + (broken.isEmpty() ? "" : ", broken by " + String.join(", ", broken))
                + (taking.isEmpty() ? "" : ", waiting to take: " + taking)
                + (putting.isEmpty() ? "" : ", waiting to put: " + putting);
    }
}
