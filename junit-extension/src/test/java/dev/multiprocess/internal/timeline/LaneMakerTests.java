package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.Mark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneMakerTests {

    private static final long BEGIN = 1_000;
    private static final long END = 2_000;

    private final List<Moment> moments = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private LaneMakerTests at(long time, Kind kind) {
        moments.add(new Moment(kind, BEGIN + time));
        return this;
    }

    private LaneMakerTests waits(long from, long to, String text) {
        long end = to == Event.OPEN ? to : BEGIN + to;
        events.add(new Event(Event.Kind.WAIT, 3, 11, BEGIN + from, end, 0, 0, text));
        return this;
    }

    private Lane lane() {
        return new LaneMaker(BEGIN, END, event -> "about " + event.text()).lane(3, "reader", "pid 7", moments, events);
    }

    private static Bar bar(Lane.Kind kind, long begin, long end, boolean open, String text) {
        return new Bar(kind, 0, begin, end, open, text);
    }

    @Test
    void childThatReturns_startsRunsAndEnds() {
        at(10, Kind.STARTED).at(100, Kind.BEGAN).at(300, Kind.RETURNED).at(350, Kind.ENDED);

        assertThat(lane().bars())
                .containsExactly(
                        bar(Lane.Kind.BOOT, 10, 100, false, "starts"),
                        bar(Lane.Kind.TASK, 100, 300, false, "runs its task"),
                        bar(Lane.Kind.EXIT, 300, 350, false, "ends"));
        assertThat(lane().marks())
                .containsExactly(new Mark(300, "its task has returned"), new Mark(350, "its process has ended"));
    }

    @Test
    void childThatIsKilledInItsTask_hasNoEndOfItsOwn() {
        at(0, Kind.STARTED).at(100, Kind.BEGAN).at(300, Kind.KILLED).at(310, Kind.ENDED);

        assertThat(lane().bars())
                .containsExactly(
                        bar(Lane.Kind.BOOT, 0, 100, false, "starts"),
                        bar(Lane.Kind.TASK, 100, 310, false, "runs its task"));
        assertThat(lane().marks()).extracting(Mark::text).containsExactly("killed", "its process has ended");
    }

    @Test
    void childThatStillRuns_isOpenToTheEnd() {
        at(0, Kind.STARTED).at(100, Kind.BEGAN);

        assertThat(lane().bars())
                .containsExactly(
                        bar(Lane.Kind.BOOT, 0, 100, false, "starts"),
                        bar(Lane.Kind.TASK, 100, 1_000, true, "runs its task"));
    }

    @Test
    void childThatNeverBegins_onlyStarts() {
        at(0, Kind.STARTED).at(50, Kind.ENDED);

        assertThat(lane().bars()).containsExactly(bar(Lane.Kind.BOOT, 0, 50, true, "starts"));
    }

    @Test
    void pauses_areBarsUntilTheChildIsResumedOrEnds() {
        at(0, Kind.STARTED).at(10, Kind.PAUSED).at(20, Kind.PAUSED).at(30, Kind.RESUMED);
        at(40, Kind.RESUMED).at(50, Kind.PAUSED).at(90, Kind.ENDED);

        assertThat(lane().bars())
                .filteredOn(bar -> bar.kind() == Lane.Kind.PAUSE)
                .containsExactly(
                        bar(Lane.Kind.PAUSE, 10, 30, false, "is paused"),
                        bar(Lane.Kind.PAUSE, 50, 90, true, "is paused"));
    }

    @Test
    void waitThatIsNotOver_endsWithTheProcess() {
        at(0, Kind.STARTED).at(5, Kind.BEGAN).at(90, Kind.ENDED);
        waits(10, 20, "a").waits(30, Event.OPEN, "b");

        assertThat(lane().bars())
                .filteredOn(bar -> bar.kind() == Lane.Kind.WAIT)
                .containsExactly(
                        new Bar(Lane.Kind.WAIT, 11, 10, 20, false, "about a"),
                        new Bar(Lane.Kind.WAIT, 11, 30, 90, true, "about b"));
    }

    @Test
    void testJvm_hasOnlyWhatItsThreadsDo() {
        waits(10, Event.OPEN, "a");
        events.add(new Event(Event.Kind.CHECKPOINT, 0, 1, BEGIN + 5, BEGIN + 5, 1, 0, "point"));

        assertThat(lane().bars()).containsExactly(new Bar(Lane.Kind.WAIT, 11, 10, 1_000, true, "about a"));
        assertThat(lane().marks()).containsExactly(new Mark(5, "about point"));
    }
}
