package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.Timeline.Flow;
import dev.multiprocess.internal.timeline.Timeline.Queue;
import dev.multiprocess.internal.timeline.Timeline.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineMakerTests {

    /** Nothing was put into it. */
    private static final Queue IDLE = new Queue("idle", 0, 0, List.of());

    private static final long BEGIN = 1_000;

    private final List<Event> events = new ArrayList<>();
    private final List<History.Note> notes = new ArrayList<>();
    private final List<History.OfChild> children = new ArrayList<>();

    private TimelineMakerTests put(int process, long at, long element) {
        return event(Event.Kind.PUT, process, at, 7, element);
    }

    private TimelineMakerTests take(int process, long at, long element) {
        return event(Event.Kind.TAKE, process, at, 7, element);
    }

    private TimelineMakerTests event(Event.Kind kind, int process, long at, int queue, long element) {
        events.add(new Event(kind, process, 1, BEGIN + at, BEGIN + at, queue, element, ""));
        return this;
    }

    private void child(int number, boolean failed, Moment... moments) {
        children.add(new History.OfChild(
                number,
                "child-" + number,
                Path.of("child-" + number),
                77,
                "SPAWN",
                Optional.of("failed (exit code 1)"),
                failed,
                List.of(moments),
                List.of()));
    }

    private Timeline timeline(Optional<String> failure) {
        History history =
                new History("T.t", BEGIN, BEGIN + 900, 2_000, children, events, 5, Map.of(7, "work", 8, "idle"), notes);
        return TimelineMaker.of(
                history, failure, child -> List.of(child.name() + ".txt"), List.of("test-jvm.threads.txt"));
    }

    private Timeline timeline() {
        return timeline(Optional.empty());
    }

    @Test
    void test_hasLanesForItsJvmAndItsChildren() {
        child(3, false);
        child(4, false);

        assertThat(timeline().test()).isEqualTo("T.t");
        assertThat(timeline().duration()).isEqualTo(1_000);
        assertThat(timeline().lostEvents()).isEqualTo(5);
        assertThat(timeline().lanes()).extracting(Lane::name).containsExactly("test JVM", "child-3", "child-4");
        assertThat(timeline().lanes())
                .extracting(Lane::files)
                .containsExactly(List.of("test-jvm.threads.txt"), List.of("child-3.txt"), List.of("child-4.txt"));
    }

    @Test
    void queue_growsWithPutsAndShrinksWithTakes() {
        put(1, 10, 0).put(2, 20, 1).take(3, 30, 0).put(1, 40, 2);

        assertThat(timeline().queues())
                .containsExactly(
                        new Queue(
                                "work",
                                3,
                                1,
                                List.of(new Size(10, 1), new Size(20, 2), new Size(30, 1), new Size(40, 2))),
                        IDLE);
    }

    @Test
    void queues_areCountedEachForItself() {
        put(1, 10, 0).event(Event.Kind.PUT, 1, 20, 9, 0).take(2, 30, 0);

        assertThat(timeline().queues())
                .containsExactly(
                        new Queue("work", 1, 1, List.of(new Size(10, 1), new Size(30, 0))),
                        IDLE,
                        new Queue("9", 1, 0, List.of(new Size(20, 1))));
    }

    @Test
    void elementThatIsTakenBeforeItsPutIsRecorded_wasPutByThen() {
        take(2, 10, 0).put(1, 20, 0).put(1, 30, 1);

        assertThat(timeline().queues())
                .containsExactly(
                        new Queue("work", 2, 1, List.of(new Size(10, 0), new Size(20, 0), new Size(30, 1))), IDLE);
        assertThat(timeline().flows()).containsExactly(new Flow("work", 1, 1, 10, 2, 10));
    }

    @Test
    void elementWhosePutIsNotRecorded_isCountedAndHasNoFlow() {
        put(1, 10, 0).take(2, 20, 1).take(2, 30, 0).put(3, 40, 2);

        assertThat(timeline().queues())
                .containsExactly(
                        new Queue(
                                "work",
                                3,
                                2,
                                List.of(new Size(10, 1), new Size(20, 1), new Size(30, 0), new Size(40, 1))),
                        IDLE);
        assertThat(timeline().flows()).containsExactly(new Flow("work", 1, 1, 10, 2, 30));
    }

    @Test
    void flows_areInTheOrderOfTheirPuts() {
        put(1, 10, 0).put(1, 20, 1).take(2, 30, 1).take(3, 40, 0);
        event(Event.Kind.PUT, 2, 15, 8, 0).event(Event.Kind.TAKE, 1, 50, 8, 0);

        assertThat(timeline().flows())
                .containsExactly(
                        new Flow("work", 1, 1, 10, 3, 40),
                        new Flow("idle", 1, 2, 15, 1, 50),
                        new Flow("work", 2, 1, 20, 2, 30));
    }

    @Test
    void whatWasPutBeforeTheTest_isAtItsBegin() {
        put(1, -500, 0).take(2, 30, 0);

        assertThat(timeline().queues().get(0).sizes()).containsExactly(new Size(0, 1), new Size(30, 0));
        assertThat(timeline().flows()).containsExactly(new Flow("work", 1, 1, 0, 2, 30));
    }

    @Test
    void failedTest_knowsWhenSomethingWentWrongFirst() {
        notes.add(new History.Note(BEGIN + 800, "it fails"));
        child(3, true, new Moment(Kind.STARTED, BEGIN), new Moment(Kind.ENDED, BEGIN + 600));
        child(4, true, new Moment(Kind.STARTED, BEGIN), new Moment(Kind.ENDED, BEGIN + 700));

        assertThat(timeline(Optional.of("it failed")).cause().map(Timeline.Cause::at))
                .hasValue(600L);
    }

    @Test
    void testThatPasses_hasFailedAtNoTime() {
        child(3, true, new Moment(Kind.STARTED, BEGIN), new Moment(Kind.ENDED, BEGIN + 600));

        assertThat(timeline().cause()).isEmpty();
    }

    @Test
    void testThatFailsWithoutATrace_hasFailedAtNoKnownTime() {
        assertThat(timeline(Optional.of("it failed")).cause()).isEmpty();
    }
}
