package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.BarKind;
import dev.multiprocess.internal.timeline.Lane.Mark;
import dev.multiprocess.internal.timeline.Lane.MarkKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private LaneMakerTests waits(long from, long to, Wait.Kind kind, String text) {
        long end = to == Event.OPEN ? to : BEGIN + to;
        events.add(new Event(Event.Kind.WAIT, 3, 11, BEGIN + from, end, kind.ordinal(), 0, text));
        return this;
    }

    private History history() {
        return new History("T.t", BEGIN, BEGIN + 900, END, List.of(), events, 0, Map.of(7, "work"), List.of());
    }

    private Lane lane() {
        return lane(false);
    }

    private Lane lane(boolean failed) {
        Optional<String> ended = moments.get(moments.size() - 1).kind() == Kind.ENDED
                ? Optional.of("ended as it did")
                : Optional.empty();
        return new LaneMaker(history())
                .child(
                        new History.OfChild(
                                3, "reader", Path.of("reader"), 77, "SPAWN", ended, failed, moments, List.of()),
                        List.of());
    }

    private static Bar bar(BarKind kind, long begin, long end, boolean open, String text) {
        return new Bar(kind, 0, "", begin, end, open, text);
    }

    @Test
    void childThatReturns_startsRunsAndEnds() {
        at(10, Kind.STARTED).at(100, Kind.BEGAN).at(300, Kind.RETURNED).at(350, Kind.ENDED);

        assertThat(lane().bars())
                .containsExactly(
                        bar(BarKind.BOOT, 10, 100, false, "its JVM starts"),
                        bar(BarKind.TASK, 100, 300, false, "runs its task"),
                        bar(BarKind.EXIT, 300, 350, false, "ends"));
        assertThat(lane().marks())
                .containsExactly(
                        new Mark(MarkKind.STEP, 300, "its task has returned"),
                        new Mark(MarkKind.STEP, 350, "ended as it did"));
    }

    @Test
    void childThatIsUpAndHasNoTask_readsIt() {
        at(0, Kind.STARTED).at(40, Kind.UP).at(100, Kind.BEGAN).at(300, Kind.ENDED);
        assertThat(lane().bars())
                .startsWith(
                        bar(BarKind.BOOT, 0, 40, false, "its JVM starts"),
                        bar(BarKind.LOAD, 40, 100, false, "reads its task"));

        moments.clear();
        at(0, Kind.STARTED).at(40, Kind.UP).at(100, Kind.ENDED);
        assertThat(lane().bars())
                .containsExactly(
                        bar(BarKind.BOOT, 0, 40, false, "its JVM starts"),
                        bar(BarKind.LOAD, 40, 100, true, "reads its task"));
    }

    @Test
    void childThatIsKilledInItsTask_hasNoEndOfItsOwn() {
        at(0, Kind.STARTED).at(100, Kind.BEGAN).at(300, Kind.KILLED).at(310, Kind.ENDED);

        assertThat(lane().bars())
                .containsExactly(
                        bar(BarKind.BOOT, 0, 100, false, "its JVM starts"),
                        bar(BarKind.TASK, 100, 310, false, "runs its task"));
        assertThat(lane().marks()).extracting(Mark::text).containsExactly("is killed by its test", "ended as it did");
    }

    @Test
    void childThatStillRuns_isOpenToTheEnd() {
        at(0, Kind.STARTED).at(100, Kind.BEGAN);

        assertThat(lane().bars())
                .containsExactly(
                        bar(BarKind.BOOT, 0, 100, false, "its JVM starts"),
                        bar(BarKind.TASK, 100, 1_000, true, "runs its task"));
    }

    @Test
    void childThatNeverBegins_onlyStarts() {
        at(0, Kind.STARTED).at(50, Kind.ENDED);

        assertThat(lane().bars()).containsExactly(bar(BarKind.BOOT, 0, 50, true, "its JVM starts"));
    }

    @Test
    void pauses_areBarsUntilTheChildIsResumedOrEnds() {
        at(0, Kind.STARTED).at(10, Kind.PAUSED).at(20, Kind.PAUSED).at(30, Kind.RESUMED);
        at(40, Kind.RESUMED).at(50, Kind.PAUSED).at(90, Kind.ENDED);

        assertThat(lane().bars())
                .filteredOn(bar -> bar.kind() == BarKind.PAUSE)
                .containsExactly(
                        bar(BarKind.PAUSE, 10, 30, false, "is paused"), bar(BarKind.PAUSE, 50, 90, true, "is paused"));
    }

    @Test
    void waitThatIsNotOver_endsWithTheProcess() {
        at(0, Kind.STARTED).at(5, Kind.BEGAN).at(90, Kind.ENDED);
        waits(10, 20, Wait.Kind.TAKE, "7\tmain").waits(30, Event.OPEN, Wait.Kind.PUT, "8");

        assertThat(lane().bars())
                .filteredOn(bar -> bar.kind() == BarKind.QUEUE)
                .containsExactly(
                        new Bar(BarKind.QUEUE, 11, "main", 10, 20, false, "waits to take from queue 'work'"),
                        new Bar(BarKind.QUEUE, 11, "", 30, 90, true, "waits to put into queue '8'"));
    }

    @Test
    void waits_haveTheKindOfWhatIsWaitedFor() {
        at(0, Kind.STARTED).at(5, Kind.BEGAN);
        waits(10, 20, Wait.Kind.SYNC, "1 11 lock 'a'").waits(20, 30, Wait.Kind.CHILDREN, "child 'b' to end");

        assertThat(lane().bars())
                .filteredOn(bar -> bar.thread() == 11)
                .extracting(Bar::kind, Bar::text)
                .containsExactly(
                        tuple(BarKind.LOCK, "waits for lock 'a'"),
                        tuple(BarKind.PROCESS, "waits for child 'b' to end"));
    }

    @Test
    void endThatFailsTheTest_isMarkedAsFailure() {
        at(0, Kind.STARTED).at(50, Kind.ENDED);

        assertThat(lane(true).marks()).containsExactly(new Mark(MarkKind.FAILURE, 50, "ended as it did"));
    }

    @Test
    void whatWasBeforeTheTest_isAtItsBegin() {
        at(-500, Kind.STARTED).at(-400, Kind.BEGAN).at(50, Kind.ENDED);

        assertThat(lane().bars())
                .containsExactly(
                        bar(BarKind.BOOT, 0, 0, false, "its JVM starts"),
                        bar(BarKind.TASK, 0, 50, false, "runs its task"));
    }

    @Test
    void testJvm_runsTheTestAndWaits() {
        waits(10, Event.OPEN, Wait.Kind.TAKE, "7");
        events.add(new Event(Event.Kind.CHECKPOINT, 0, 1, BEGIN + 5, BEGIN + 5, 2, 0, "point"));
        List<History.Note> notes = List.of(new History.Note(BEGIN + 800, "it fails"));

        Lane lane = new LaneMaker(new History(
                        "T.t", BEGIN, BEGIN + 900, END, List.of(), ofTestJvm(), 0, Map.of(7, "work"), notes))
                .testJvm(List.of());

        assertThat(lane.bars())
                .containsExactly(
                        bar(BarKind.TASK, 0, 900, false, "runs the code of the test"),
                        new Bar(BarKind.QUEUE, 11, "", 10, 1_000, true, "waits to take from queue 'work'"),
                        bar(BarKind.EXIT, 900, 1_000, false, "joins and ends the processes of the test"));
        assertThat(lane.marks())
                .containsExactly(
                        new Mark(MarkKind.CHECKPOINT, 5, "reaches checkpoint 'point' for time 2"),
                        new Mark(MarkKind.FAILURE, 800, "it fails"));
    }

    private List<Event> ofTestJvm() {
        return events.stream()
                .map(event -> new Event(
                        event.kind(),
                        0,
                        event.thread(),
                        event.begin(),
                        event.end(),
                        event.number(),
                        event.detail(),
                        event.text()))
                .toList();
    }
}
