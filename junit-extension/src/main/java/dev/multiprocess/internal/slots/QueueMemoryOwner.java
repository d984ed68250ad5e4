package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.ByteArenaReader;
import dev.multiprocess.internal.elements.ElementFiles;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import dev.multiprocess.internal.memory.WaitKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A queue as the test JVM looks after it: the participants, what is given back, what has happened. Not thread-safe.
 */
public final class QueueMemoryOwner implements AutoCloseable {

    private final QueueMemory memory;
    private final SlotRecycler slots;
    private final ByteArenaReader arenas;
    private final ElementFiles files;
    private final Ledger recycled = new Ledger();

    /** Counted here, since what is in the memory may be anything. */
    private int participants;

    private QueueMemoryOwner(QueueMemory memory) {
        this.memory = memory;
        slots = new SlotRecycler(memory);
        arenas = new ByteArenaReader(memory);
        files = new ElementFiles(memory);
    }

    /**
     * Makes an empty queue.
     *
     * @param folder for its files; there is none of that name
     * @param overflow for the files of elements for which there is no room in it
     * @param name of the queue, for messages
     * @return of the test JVM
     * @throws IOException if there is no room for it; the caller deletes what was made
     */
    public static QueueMemoryOwner create(Path folder, Path overflow, String name) throws IOException {
        return new QueueMemoryOwner(QueueMemory.create(folder, overflow, name));
    }

    /**
     * Returns the folder of its files.
     *
     * @return the folder that it was made with
     */
    public Path folder() {
        return memory.folder();
    }

    /**
     * Reserves a number for a participant.
     *
     * @return from 1; never the same twice
     */
    public int addParticipant() {
        if (participants + 1 == PutWord.MOST_PARTICIPANTS) {
            throw new IllegalStateException("queue '" + memory.name() + "' has been used by " + participants
                    + " processes, one after the other or at once, which is the most that can");
        }
        memory.publishParticipants(++participants);
        return participants;
    }

    /** Lets no put succeed from now on. */
    public void end() {
        slots.end();
    }

    /**
     * Says whether the stream has ended.
     *
     * @param ended whether all writers are done
     * @param broken whether not all have finished
     */
    public void changeState(boolean ended, boolean broken) {
        memory.changeState(ended, broken);
    }

    /**
     * Removes an element.
     *
     * @param sequence its place in the order of arrival
     * @return false if it is not there any more
     */
    public boolean remove(long sequence) {
        return sequence > 0 && slots.remove(sequence - 1);
    }

    /**
     * Returns whether all writers are done.
     *
     * @return what was last passed to {@link #changeState}
     */
    public boolean isStreamEnded() {
        return QueueMemory.isEnded(memory.state());
    }

    /**
     * Returns whether puts fail.
     *
     * @return true from {@link #end} on
     */
    public boolean isClosed() {
        return slots.isClosed();
    }

    /**
     * Counts the elements in the queue.
     *
     * @return how many there were at one instant
     */
    public int size() {
        return (int) slots.count();
    }

    /**
     * Counts the elements ever put and not removed: those in the queue and those that were taken.
     *
     * @return how many there were at one instant
     */
    public long putAndKept() {
        return slots.puts() - slots.removals();
    }

    /** Gives back what the taken elements needed. */
    public void recycle() {
        long next = slots.recycle(this::settle);
        try {
            slots.publishRecycled(next, recycled.cost);
        } catch (IOException e) {
            throw new UncheckedIOException("memory of a queue cannot be given back", e);
        }
    }

    private void settle(long position, long word, long taken) {
        if (taken == 0) {
            throw memory.damaged("the head is behind slot " + position + ", which is not taken");
        }
        recycled.add(word, taken, checkedLength(position, word, taken));
        if (PutWord.isInFile(word)) {
            delete(word);
        }
    }

    private void delete(long word) {
        try {
            files.delete(word);
        } catch (IOException e) {
            throw new UncheckedIOException("the file of an element cannot be deleted", e);
        }
    }

    private int checkedLength(long position, long word, long taken) {
        boolean known = isParticipant(PutWord.participant(word))
                && (taken == 0 || taken == SlotFile.REMOVED || isParticipant(taken));
        if (!known) {
            throw memory.damaged("slot " + position + " was put by " + Long.toHexString(word) + " and taken by "
                    + Long.toHexString(taken));
        }
        if (PutWord.isInline(word)) {
            return PutWord.inlineLength(word);
        }
        return PutWord.isInFile(word) ? files.length(word) : arenas.length(word);
    }

    private boolean isParticipant(long number) {
        return number > 0 && number <= participants;
    }

    /**
     * Notes that the process of a participant has ended: what it has put counts, what it was about to put does not, and what it
     * looked at is no longer kept.
     *
     * @param participant its number
     */
    public void ended(int participant) {
        memory.publishCostPutBy(participant, ledger().costPutBy(participant));
        memory.endWaiting(participant);
        memory.looks.endAll(participant);
    }

    /**
     * Counts what has happened since the queue was made.
     *
     * @return at this moment; elements that are put or taken meanwhile may be in it
     */
    public Ledger ledger() {
        recycle();
        Ledger now = new Ledger(recycled);
        slots.visitRest((position, word, taken) -> now.add(word, taken, checkedLength(position, word, taken)));
        return now;
    }

    /**
     * Returns how much a participant has claimed and not put.
     *
     * @param participant its number
     * @param ledger of this moment
     * @return what counts against the budget
     */
    public long claimedBy(int participant, Ledger ledger) {
        return Math.max(0, memory.costPutBy(participant) - ledger.costPutBy(participant));
    }

    /**
     * Returns how many threads of a participant wait.
     *
     * @param participant its number
     * @param kind what they wait for
     * @return none if it has ended
     */
    public int waiting(int participant, WaitKind kind) {
        return memory.waiting(participant, kind);
    }

    /** Gives the memory back; nothing in this JVM may use the queue any more. Its files are the caller's to delete. */
    @Override
    public void close() {
        slots.close();
        arenas.close();
        memory.close();
    }
}
