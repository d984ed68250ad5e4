package dev.multiprocess.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.QueueStatistics;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Accounts for every element of one queue, after all of its processes have ended and the test JVM has taken the rest.
 *
 * <p>Allowed outcomes; any other is a bug:
 *
 * <table>
 * <caption>Outcomes</caption>
 * <tr><th>element</th><th>allowed</th></tr>
 * <tr><td>its put has returned</td><td>it is in one journal of a reader, or was left in the queue, or it was given to a
 *     reader that was killed before it could record that</td></tr>
 * <tr><td>its put had begun when its writer was killed</td><td>the same, or it was never put</td></tr>
 * <tr><td>any other</td><td>no process has seen it</td></tr>
 * <tr><td>two of one writer</td><td>every reader has taken them in the order in which they were put, and all that was
 *     left was put after all that was taken, without a gap</td></tr>
 * </table>
 *
 * <p>The queue's own ledger says how many elements the killed readers took with them; there are as many gaps in what
 * was found, and not more than each of them took at once. All other numbers of the ledger are those of the journals.
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
            boolean wasPut = id.writer() < writers.size() && id.sequence() < writers.get(id.writer()).begun;
            require(wasPut, who, id + " must be one that was put");
            require(!found[id.writer()].get(id.sequence()), who, id + " must be given once");
            int before = last[id.writer()];
            require(id.sequence() > before, who, id + " must come before element " + before);
            last[id.writer()] = id.sequence();
            found[id.writer()].set(id.sequence());
        }
    }

    private void require(boolean condition, String who, String rule) {
        if (!condition) {
            throw new AssertionError("queue " + queue + ", " + who + ": " + rule);
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
        requirePutBy();
        long unwritten = 0;
        for (String name : readers.stream().map(Reader::name).collect(toSet())) {
            long written = sum(name, reader -> reader.taken.length);
            long most = sum(name, reader -> reader.isKilled ? mostAtOnce : 0);
            long taken = ledger.takenBy().getOrDefault(name, 0L);
            assertThat(taken).as("queue %s: taken by %s", queue, name).isBetween(written, written + most);
            unwritten += taken - written;
        }
        requireLost(unwritten);
        assertThat(ledger.givenToDead())
                .as("queue %s: given to the dead", queue)
                .isEqualTo(sum(null, reader -> reader.isKilled ? reader.taken.length : 0) + unwritten);
        assertThat(ledger.taken())
                .as("queue %s: taken", queue)
                .isEqualTo(sum(null, reader -> reader.isKilled ? 0 : reader.taken.length) + left.length);
        assertThat(ledger.put()).as("queue %s: put", queue).isEqualTo(ledger.taken() + ledger.givenToDead());
        assertThat(ledger.removed() + ledger.size() + ledger.inFlight() + ledger.bytes())
                .as("queue %s: anything else in %s", queue, ledger)
                .isZero();
    }

    private void requirePutBy() {
        Map<String, Long> least = new TreeMap<>();
        Map<String, Long> most = new TreeMap<>();
        for (int writer = 0; writer < found.length; writer++) {
            String name = writers.get(writer).name;
            least.merge(name, leastPut(writer), Long::sum);
            most.merge(name, writers.get(writer).begun, Long::sum);
        }
        most.forEach((name, count) -> assertThat(ledger.putBy().getOrDefault(name, 0L))
                .as("queue %s: put by %s", queue, name)
                .isBetween(least.get(name), count));
    }

    private void requireLost(long lost) {
        long gaps = 0;
        long unseen = 0;
        for (int writer = 0; writer < found.length; writer++) {
            gaps += leastPut(writer) - found[writer].cardinality();
            unseen += writers.get(writer).begun - found[writer].cardinality();
        }
        assertThat(lost)
                .as("queue %s: elements that the dead had and nobody saw", queue)
                .isBetween(gaps, unseen);
    }

    /** What was seen was put, and so was all before it. */
    private long leastPut(int writer) {
        return Math.max(writers.get(writer).returned, found[writer].length());
    }

    /** Over the processes of that name; {@code null} means all. */
    private long sum(String name, ToLongFunction<Reader> count) {
        return readers.stream()
                .filter(reader -> name == null || reader.name.equals(name))
                .mapToLong(count)
                .sum();
    }
}
