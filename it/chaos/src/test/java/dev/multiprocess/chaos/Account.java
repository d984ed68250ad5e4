package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.QueueStatistics;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accounts for every element of one queue, after all of its processes have ended and the test JVM has taken the rest.
 *
 * <p>Allowed outcomes; any other is a bug:
 *
 * <table>
 * <caption>Outcomes</caption>
 * <tr><th>element</th><th>allowed</th></tr>
 * <tr><td>its put has returned</td><td>it is in one journal of a reader, or was left in the queue, or it was given to a
 *     reader that was killed before it could write that down</td></tr>
 * <tr><td>its put had begun when its writer was killed</td><td>the same, or it was never put</td></tr>
 * <tr><td>any other</td><td>nobody has seen it</td></tr>
 * <tr><td>two of one writer</td><td>every reader has taken them in the order in which they were put, and all that was left
 *     behind was put after all that was taken, without a gap</td></tr>
 * </table>
 *
 * <p>How many elements the killed readers took with them is told by the queue's own ledger; there are as many gaps in
 * what was found, and not more than each of them took at once. All other numbers of the ledger are those of the journals.
 */
final class Account {

    /** What one process has put. */
    record Writer(String name, long begun, long returned) {}

    /** What one process has taken, by its journal. */
    record Reader(String name, long[] taken, boolean isKilled) {}

    private final String queue;
    private final List<Writer> writers;
    private final List<Reader> readers;
    private final long[] left;
    private final QueueStatistics ledger;

    /** By writer, which of its elements were seen. */
    private final BitSet[] found;

    /**
     * Collects what is known.
     *
     * @param queue its name
     * @param writers by their numbers, the test JVM first
     * @param readers the children
     * @param left what the test JVM took in the end
     * @param ledger after that
     */
    Account(String queue, List<Writer> writers, List<Reader> readers, long[] left, QueueStatistics ledger) {
        this.queue = queue;
        this.writers = writers;
        this.readers = readers;
        this.left = left;
        this.ledger = ledger;
        found = new BitSet[writers.size()];
        Arrays.setAll(found, writer -> new BitSet());
    }

    /** Throws if an element is not accounted for. */
    void requireComplete(int mostAtOnce) {
        for (Reader reader : readers) {
            requireOrder(reader.name, reader.taken);
        }
        BitSet[] before = new BitSet[found.length];
        Arrays.setAll(before, writer -> (BitSet) found[writer].clone());
        requireOrder("the rest of the queue", left);
        for (int writer = 0; writer < found.length; writer++) {
            requireRestIsLast(writer, before[writer]);
        }
        requireLedger(mostAtOnce);
    }

    private void requireOrder(String who, long[] taken) {
        int[] last = new int[writers.size()];
        Arrays.fill(last, -1);
        for (long packed : taken) {
            ElementId id = ElementId.unpack(packed);
            require(id.writer() < writers.size() && id.sequence() < writers.get(id.writer()).begun, id, who, "was put");
            require(id.sequence() > last[id.writer()], id, who, "comes after " + last[id.writer()]);
            require(!found[id.writer()].get(id.sequence()), id, who, "is taken once");
            last[id.writer()] = id.sequence();
            found[id.writer()].set(id.sequence());
        }
    }

    private void require(boolean condition, ElementId id, String who, String what) {
        if (!condition) {
            throw new AssertionError("queue " + queue + ": " + id + " " + what + ", but not so for " + who);
        }
    }

    private void requireRestIsLast(int writer, BitSet takenBefore) {
        String name = writers.get(writer).name;
        BitSet rest = (BitSet) found[writer].clone();
        rest.andNot(takenBefore);
        if (!rest.isEmpty()) {
            int first = rest.nextSetBit(0);
            int end = rest.nextClearBit(first);
            assertThat(takenBefore.length())
                    .as("queue %s: end of what was taken of %s", queue, name)
                    .isLessThanOrEqualTo(first);
            assertThat(rest.length())
                    .as("queue %s: first gap in the rest of %s", queue, name)
                    .isEqualTo(end);
            assertThat((long) end)
                    .as("queue %s: end of the rest of %s", queue, name)
                    .isBetween(writers.get(writer).returned, writers.get(writer).begun);
        }
    }

    private void requireLedger(int mostAtOnce) {
        Map<String, Long> least = new TreeMap<>();
        Map<String, Long> most = new TreeMap<>();
        long gaps = 0;
        long unseen = 0;
        for (int i = 0; i < found.length; i++) {
            Writer writer = writers.get(i);
            least.merge(writer.name, Math.max(writer.returned, found[i].length()), Long::sum);
            most.merge(writer.name, writer.begun, Long::sum);
            gaps += Math.max(writer.returned, found[i].length()) - found[i].cardinality();
            unseen += writer.begun - found[i].cardinality();
        }
        most.forEach((name, count) -> assertThat(ledger.putBy().getOrDefault(name, 0L))
                .as("queue %s: put by %s", queue, name)
                .isBetween(least.get(name), count));

        Map<String, Long> written = new TreeMap<>();
        Map<String, Long> unwritten = new TreeMap<>();
        long takenByDead = 0;
        long takenByOthers = left.length;
        for (Reader reader : readers) {
            written.merge(reader.name, (long) reader.taken.length, Long::sum);
            unwritten.merge(reader.name, reader.isKilled ? (long) mostAtOnce : 0, Long::sum);
            takenByDead += reader.isKilled ? reader.taken.length : 0;
            takenByOthers += reader.isKilled ? 0 : reader.taken.length;
        }
        long lost = 0;
        for (String name : written.keySet()) {
            long taken = ledger.takenBy().getOrDefault(name, 0L);
            assertThat(taken)
                    .as("queue %s: taken by %s", queue, name)
                    .isBetween(written.get(name), written.get(name) + unwritten.get(name));
            lost += taken - written.get(name);
        }
        assertThat(lost)
                .as("queue %s: elements that the dead had and nobody saw", queue)
                .isBetween(gaps, unseen);
        assertThat(ledger.givenToDead())
                .as("queue %s: given to the dead", queue)
                .isEqualTo(takenByDead + lost);
        assertThat(ledger.taken()).as("queue %s: taken", queue).isEqualTo(takenByOthers);
        assertThat(ledger.put()).as("queue %s: put", queue).isEqualTo(ledger.taken() + ledger.givenToDead());
        assertThat(ledger.removed() + ledger.size() + ledger.inFlight() + ledger.bytes())
                .as("queue %s: anything else in %s", queue, ledger)
                .isZero();
    }
}
