package dev.multiprocess.chaos;

import dev.multiprocess.QueueStatistics;

/**
 * What happened in a round.
 *
 * @param put elements in all queues
 * @param givenToDead of these, elements that a process had which was killed later
 * @param left of these, elements that were in the queues when all children had ended
 * @param kills processes killed
 * @param pauses processes paused
 */
record RoundResult(long put, long givenToDead, long left, int kills, int pauses) {

    static final RoundResult NOTHING = new RoundResult(0, 0, 0, 0, 0);

    RoundResult withQueue(QueueStatistics ledger, long leftInIt) {
        return new RoundResult(put + ledger.put(), givenToDead + ledger.givenToDead(), left + leftInIt, kills, pauses);
    }

    RoundResult plus(RoundResult other) {
        return new RoundResult(
                put + other.put,
                givenToDead + other.givenToDead,
                left + other.left,
                kills + other.kills,
                pauses + other.pauses);
    }

    @Override
    public String toString() {
        return kills + " kills, " + pauses + " pauses, " + put + " elements put, " + givenToDead
                + " given to the dead, " + left + " left";
    }
}
