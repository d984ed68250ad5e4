package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search for the part of a run in which kills fail. */
class InstantsTests {

    private static final long END = 1_000_000_000;

    private final List<Long> probed = new ArrayList<>();

    /** In a run in which all kills from an instant to another fail. */
    private Instants.Window search(long failed, long begin, long end, int budget) throws IOException {
        return Instants.search(failed, 0, END, budget, nanos -> {
            probed.add(nanos);
            return nanos >= begin && nanos <= end;
        });
    }

    @Test
    void edgesOfAnyWindow_areFoundAsCloselyAsTheBudgetAllows() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long begin = random.nextLong(END);
            long end = begin + random.nextLong(END - begin);
            long failed = begin + random.nextLong(end - begin + 1);
            int budget = random.nextInt(60);
            probed.clear();

            Instants.Window window = search(failed, begin, end, budget);

            String search = "seed " + seed + ": " + failed + " of " + begin + " to " + end + " by " + budget;
            assertThat(window.kills()).as(search).isEqualTo(probed.size()).isLessThanOrEqualTo(budget);
            // Each half of the budget halves what is between an edge and what is known.
            assertThat(window.from()).as(search).isBetween(begin, begin + 1 + (failed >> budget / 2));
            assertThat(window.to()).as(search).isBetween(end - 1 - (END - failed >> budget / 2), end);
            assertThat(probed)
                    .as(search)
                    .allMatch(each -> each > 0 && each < END)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void windowOfOneInstant_isFoundExactlyAndCostsNoMore() throws IOException {
        Instants.Window window = search(500_000_000, 500_000_000, 500_000_000, 1_000);

        assertThat(window.from()).isEqualTo(500_000_000);
        assertThat(window.to()).isEqualTo(500_000_000);
        assertThat(window.kills()).isEqualTo(probed.size()).isLessThanOrEqualTo(2 * 30);
    }

    @Test
    void windowAtTheStartOfTheRun_isSearchedUpToItsEnd() throws IOException {
        Instants.Window window = search(0, 0, 300_000_000, 40);

        assertThat(window.from()).isZero();
        assertThat(window.to()).isBetween(299_998_000L, 300_000_000L);
    }

    @Test
    void windowAtTheEndOfTheRun_isSearchedFromItsStart() throws IOException {
        Instants.Window window = search(END, 700_000_000, END, 40);

        assertThat(window.from()).isBetween(700_000_000L, 700_002_000L);
        assertThat(window.to()).isEqualTo(END);
        assertThat(window.kills()).isEqualTo(20);
    }

    @Test
    void runThatAlwaysFails_isAWindowFromStartToEnd() throws IOException {
        Instants.Window window = search(END / 2, 0, END, 100);

        assertThat(window.from()).isEqualTo(1);
        assertThat(window.to()).isEqualTo(END - 1);
    }

    @Test
    void budgetForNoKill_leavesWhatIsKnown() throws IOException {
        assertThat(search(7, 0, END, 0)).isEqualTo(new Instants.Window(7, 7, 0));
        assertThat(search(7, 0, END, 1)).isEqualTo(new Instants.Window(7, 7, 0));
    }

    @Test
    void failedInstantAfterTheRecordedEnd_isNotSearchedBeyond() throws IOException {
        Instants.Window window = search(END + 5, END, END + 10, 100);

        assertThat(window.to()).isEqualTo(END + 5);
        assertThat(window.from()).isEqualTo(END);
    }

    @Test
    void failureOfAKill_endsTheSearch() {
        IOException failure = new IOException("no room");

        assertThatThrownBy(() -> Instants.search(7, 0, 100, 10, nanos -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void text_isInMillisecondsInEveryLocale() {
        assertThat(Instants.text(0)).isEqualTo("0.000 ms");
        assertThat(Instants.text(1_234_567)).isEqualTo("1.235 ms");
        assertThat(Instants.text(61_000_000_000L)).isEqualTo("61000.000 ms");
    }
}
