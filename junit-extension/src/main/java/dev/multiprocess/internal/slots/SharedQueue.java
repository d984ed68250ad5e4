package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Events;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.WaitKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A queue as one process sees it; the test JVM and its children alike. Any thread.
 *
 * <p>Putting and taking touch only shared memory. No lock is held across processes: the locks here are for the threads
 * of this process, one for each side. Once closed it behaves like a queue that was closed and is empty.
 *
 * <p>A method that throws has changed nothing: one compare-and-set puts, or takes, and what follows from it is done
 * afterwards. If that fails for lack of memory or stack, the next put or take of this process does it. The locks are
 * monitors, since the others may stay locked after a stack overflow.
 */
public final class SharedQueue implements AutoCloseable {

    private static final WaitKind[] TAKING = {WaitKind.TAKE, WaitKind.TAKE_OR_END};
    private static final WaitKind[] PUTTING = {WaitKind.PUT};

    private final QueueMemory memory;
    private final int participant;
    private final int capacity;
    /** The way of so many elements is enough to see how a test has begun. */
    private static final long LOGGED = 1000;

    private final int number;
    private final long byteBudget;
    private final HubAccess home;
    private final Waiters waiters;

    private final Object putLock = new Object();
    private final PutSide putter;

    private final Object takeLock = new Object();
    private final SlotTaker reader;

    private final Taken.Undelivered undelivered = new Taken.Undelivered();

    /** Whether others may not yet know that there is something to take, or room. */
    private volatile boolean takersUntold;

    private volatile boolean puttersUntold;

    private final Object viewLock = new Object();
    private final SlotScanner view;

    /** Set with all three locks held. */
    private boolean ended;

    /**
     * What a process must know to take part in a queue.
     *
     * @param queue its number, which no other queue of the test JVM has
     * @param name for messages
     * @param folder of its files
     * @param overflow for the files of elements that do not fit in it
     * @param participant a number unique at this queue
     * @param capacity the most elements in it
     * @param byteBudget the most bytes in it; one element always fits an empty queue
     */
    public record QueueAddress(
            int queue, String name, Path folder, Path overflow, int participant, int capacity, long byteBudget) {}

    private SharedQueue(QueueMemory memory, QueueAddress address, HubAccess home, Doorbell doorbell) {
        this.memory = memory;
        this.home = home;
        number = address.queue();
        participant = address.participant();
        capacity = address.capacity();
        byteBudget = address.byteBudget();
        waiters = new Waiters(memory, participant, address.queue(), doorbell);
        putter = new PutSide(memory, address, home);
        reader = new SlotTaker(memory);
        view = new SlotScanner(memory);
    }

    /**
     * Opens a queue that a {@link QueueMemoryOwner} has made.
     *
     * @param address of this process
     * @param home the test JVM
     * @param doorbell of this process
     * @return of this process
     * @throws IOException if the queue is gone
     */
    public static SharedQueue open(QueueAddress address, HubAccess home, Doorbell doorbell) throws IOException {
        return new SharedQueue(
                QueueMemory.open(address.folder(), address.overflow(), address.name()), address, home, doorbell);
    }

    // ---- putting

    /**
     * Puts an element if there is room.
     *
     * @param element its bytes may be changed afterwards
     * @return what came of it
     */
    public PutOutcome put(Element element) {
        PutOutcome outcome;
        synchronized (putLock) {
            outcome = ended ? PutOutcome.CLOSED : putter.put(element);
            settleIfPut(outcome);
        }
        tellTakers();
        return outcome;
    }

    private void settleIfPut(PutOutcome outcome) {
        if (outcome == PutOutcome.PUT) {
            try {
                putter.settle();
                log(Event.Kind.PUT, putter.position());
                if (memory.takers.ring()) {
                    takersUntold = true;
                }
            } catch (VirtualMachineError e) {
                // It is put; the next put settles it.
                takersUntold = true;
            }
        }
    }

    private void log(Event.Kind kind, long position) {
        if (position < LOGGED) {
            Events.at(kind, number, position, "");
        }
    }

    private void tellTakers() {
        if (takersUntold) {
            try {
                takersUntold = false;
                tell(TAKING);
            } catch (RuntimeException | VirtualMachineError e) {
                takersUntold = true;
            }
        }
    }

    private void tell(WaitKind... waiting) {
        StackReserve.require();
        if (!waiters.wakeThoseWhoWaitFor(waiting)) {
            home.wakeAll();
        }
    }

    // ---- putting in place

    /**
     * Takes room for a raw element that is written there, and put by {@link #put(Claimed)}; {@link #giveBack} must follow if it is
     * not. It counts against the budget from now on.
     *
     * @param length of the element's own bytes
     * @return whether there is room, and which
     */
    public Claimed claim(int length) {
        synchronized (putLock) {
            return ended ? Claimed.CLOSED : putter.claim(length);
        }
    }

    /**
     * Puts the element that was written into a claim, if there is room for one more.
     *
     * @return what came of it
     */
    public PutOutcome put(Claimed claim) {
        PutOutcome outcome;
        synchronized (putLock) {
            outcome = ended ? PutOutcome.CLOSED : putter.put(claim);
            settleIfPut(outcome);
        }
        tellTakers();
        return outcome;
    }

    /** Gives back what was claimed and not put; if it was put, or given back before, nothing happens. */
    public void giveBack(Claimed claim) {
        synchronized (putLock) {
            if (!ended && putter.giveBack(claim) && memory.putters.ring()) {
                puttersUntold = true;
            }
        }
        tellPutters();
    }

    /**
     * Returns whether there are as many elements as there may be.
     *
     * @return false once the queue was closed
     */
    public boolean isFull() {
        synchronized (viewLock) {
            return !ended && !view.isClosed() && view.count() >= capacity;
        }
    }

    /**
     * Checks, without changing anything, whether an element of that many bytes cannot be claimed.
     *
     * @param length of the element's own bytes
     * @return false if trying again is worth while
     */
    public boolean isClaimStuck(int length) {
        synchronized (viewLock) {
            long left = byteBudget - memory.cost();
            return !ended
                    && !view.isClosed()
                    && left < byteBudget
                    && left < Element.cost(Element.alignedLength(length));
        }
    }

    // ---- taking

    /**
     * Takes the first element if there is one.
     *
     * @param seesEnd whether to look for the end of the stream, or only for the end of the queue
     * @return what came of it; {@link Taken#EMPTY} if an element may still come
     */
    public Taken take(boolean seesEnd) {
        return take(seesEnd, false);
    }

    /**
     * Takes the first element if there is one, and shows it where it is if that can be; {@link #done} must follow then.
     *
     * @param seesEnd as for {@link #take(boolean)}
     * @return as for {@link #take(boolean)}, with {@link Taken#shown} or a copy
     */
    public Taken look(boolean seesEnd) {
        return take(seesEnd, true);
    }

    private Taken take(boolean seesEnd, boolean inPlace) {
        Taken taken;
        boolean frees = false;
        synchronized (takeLock) {
            taken = ended ? Taken.nothing(Taken.Outcome.CLOSED, List.of()) : undelivered.take();
            if (taken != null) {
                return taken;
            }
            taken = takeLocked(seesEnd, inPlace);
            if (taken.outcome() == Taken.Outcome.ELEMENT) {
                try {
                    frees = reader.settle();
                    log(Event.Kind.TAKE, reader.taken());
                    if (memory.putters.ring()) {
                        puttersUntold = true;
                    }
                } catch (RuntimeException | VirtualMachineError e) {
                    // It is taken. Should the memory be damaged, the next take meets that before it takes anything.
                    puttersUntold = true;
                }
            }
        }
        if (frees) {
            try {
                home.recycle();
            } catch (RuntimeException | VirtualMachineError e) {
                puttersUntold = true;
            }
        }
        tellPutters();
        return taken;
    }

    private void tellPutters() {
        if (puttersUntold) {
            try {
                puttersUntold = false;
                tell(PUTTING);
            } catch (RuntimeException | VirtualMachineError e) {
                puttersUntold = true;
            }
        }
    }

    /** Lets the bytes of an element go that was shown; called once. */
    public void done(Taken.Shown shown) {
        synchronized (takeLock) {
            if (!ended) {
                memory.looks.end(shown.cell());
            }
        }
    }

    /**
     * Returns where elements go that were taken but cannot be delivered.
     *
     * @return of this process; whatever is there is not in the queue any more
     */
    public Taken.Undelivered undelivered() {
        return undelivered;
    }

    private Taken takeLocked(boolean seesEnd, boolean inPlace) {
        long state = memory.state();
        Taken taken = reader.take(participant, inPlace);
        // The state has not changed in between, so it held when the queue was empty.
        return taken == Taken.EMPTY && seesEnd && QueueMemory.isEnded(state) && memory.state() == state
                ? end(state)
                : taken;
    }

    private Taken end(long state) {
        return QueueMemory.isBroken(state)
                ? Taken.nothing(Taken.Outcome.BROKEN, home.brokenBy())
                : Taken.nothing(Taken.Outcome.END, List.of());
    }

    // ---- looking

    /**
     * Returns where the queue's memory is.
     *
     * @return the folder of its files
     */
    public Path folder() {
        return memory.folder();
    }

    /**
     * Counts the elements in the queue.
     *
     * @return how many there were at one instant
     */
    public int size() {
        synchronized (viewLock) {
            return ended ? 0 : (int) view.count();
        }
    }

    /**
     * Counts the elements that this process could take.
     *
     * @return those in the queue, and those that are {@link Taken.Undelivered}
     */
    public int available() {
        return size() + undelivered.count();
    }

    /**
     * Returns the sequence of the element that was put last.
     *
     * @return 0 if there was none
     */
    public long lastSequence() {
        synchronized (viewLock) {
            return ended ? 0 : view.findTail();
        }
    }

    /**
     * Returns whether puts fail.
     *
     * @return true also once this view of the queue was closed
     */
    public boolean isClosed() {
        synchronized (viewLock) {
            return ended || view.isClosed();
        }
    }

    /**
     * Shows elements without taking them.
     *
     * @param after the sequence after which to begin; 0 for the head
     * @param mostBytes ends with the element that reaches it
     * @return in their order; empty if there are none
     */
    public List<Element.Placed> page(long after, long mostBytes) {
        synchronized (viewLock) {
            return ended ? List.of() : view.page(after, mostBytes);
        }
    }

    // ---- waiting

    /**
     * Checks, without changing anything, whether what a thread waits for has not come. Only the test JVM knows about
     * tasks.
     *
     * @param kind what the thread waits for
     * @param length of the element that is to be put
     * @return false if trying again is worth while
     */
    public boolean isStuck(WaitKind kind, int length) {
        synchronized (viewLock) {
            if (ended || view.isClosed()) {
                return false;
            }
            long count = view.count();
            return switch (kind) {
                case TAKE -> count == 0 && undelivered.first == null;
                case TAKE_OR_END -> count == 0 && undelivered.first == null && !QueueMemory.isEnded(memory.state());
                case TASKS -> true;
                case PUT -> count >= capacity || count > 0 && Element.cost(length) > byteBudget - memory.cost();
            };
        }
    }

    /**
     * Registers that a thread begins to wait; {@link #endWait} must follow.
     *
     * @param kind what the thread waits for
     */
    public void beginWait(WaitKind kind) {
        waiters.begin(kind);
    }

    /**
     * Registers that a thread no longer waits.
     *
     * @param kind what it waited for
     */
    public void endWait(WaitKind kind) {
        waiters.end(kind);
    }

    /**
     * Asks to be woken by the next change; threads that wait for tasks need not ask. After this, and before
     * {@link #await}, the caller must look once more.
     *
     * @param kind what the thread waits for
     * @return to be passed to {@code await}
     */
    public long arm(WaitKind kind) {
        return switch (kind) {
            case TAKE, TAKE_OR_END -> waiters.arm(memory.takers);
            case PUT -> waiters.arm(memory.putters);
            case TASKS -> waiters.changes();
        };
    }

    /**
     * Waits for a change.
     *
     * @param since what {@link #arm} has returned
     * @param nanos the longest wait; {@link Long#MAX_VALUE} waits for ever
     * @throws InterruptedException if the thread was interrupted
     */
    public void await(long since, long nanos) throws InterruptedException {
        waiters.await(since, nanos);
    }

    /** Makes the waiting threads of this process look again. */
    public void wakeAll() {
        StackReserve.require();
        waiters.wakeAll();
    }

    /** Gives the memory back; threads that use the queue just now finish first, threads that wait are woken. */
    @Override
    public void close() {
        synchronized (putLock) {
            synchronized (takeLock) {
                synchronized (viewLock) {
                    if (!ended) {
                        ended = true;
                        undelivered.first = null;
                        putter.close();
                        reader.close();
                        view.close();
                        waiters.close();
                        memory.close();
                    }
                }
            }
        }
    }
}
