package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.BarKind;
import dev.multiprocess.internal.timeline.Lane.Mark;
import dev.multiprocess.internal.timeline.Lane.MarkKind;
import dev.multiprocess.internal.timeline.Lane.OutputLine;
import dev.multiprocess.internal.timeline.Timeline.Flow;
import dev.multiprocess.internal.timeline.Timeline.Queue;
import dev.multiprocess.internal.timeline.Timeline.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A timeline of one child that reads a queue, in which one text can be everywhere that a user has a say. */
final class TimelineFixture {

    static final long DURATION = 2_500_000;

    private TimelineFixture() {}

    /** With this text in all places. */
    static Timeline with(String text) {
        Lane testJvm = new Lane(
                0,
                "test JVM",
                "runs the test",
                List.of(new Bar(BarKind.TASK, 0, "", 0, 2_000_000, false, "runs the code of the test")),
                List.of(new Mark(MarkKind.FAILURE, 1_500_000, text)),
                List.of(),
                List.of(text));
        Lane reader = new Lane(
                3,
                text,
                "pid 77, SPAWN, " + text,
                List.of(
                        new Bar(BarKind.BOOT, 0, "", 100_000, 400_000, false, "its JVM starts"),
                        new Bar(BarKind.TASK, 0, "", 400_000, 2_400_000, true, "runs its task"),
                        new Bar(BarKind.QUEUE, 11, text, 500_000, 1_600_000, true, "waits to take from " + text)),
                List.of(new Mark(MarkKind.CHECKPOINT, 450_000, text), new Mark(MarkKind.STEP, 2_400_000, text)),
                List.of(new OutputLine(600_000, text)),
                List.of(text, text + ".txt"));
        return new Timeline(
                text,
                DURATION,
                Optional.of(text),
                Optional.of(new Timeline.Cause(1_500_000, "test JVM", "it fails")),
                List.of(testJvm, reader),
                List.of(new Queue(text, 2, 1, List.of(new Size(0, 1), new Size(700_000, 2), new Size(800_001, 1)))),
                List.of(new Flow(text, 1, 0, 0, 3, 800_001)),
                0);
    }

    /** With a lane that has so many marks. */
    static Timeline withMarks(int count) {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            marks.add(new Mark(MarkKind.CHECKPOINT, i, "mark " + i + "."));
        }
        Lane testJvm = new Lane(0, "test JVM", "runs the test", List.of(), marks, List.of(), List.of());
        return new Timeline(
                "T.t", DURATION, Optional.empty(), Optional.empty(), List.of(testJvm), List.of(), List.of(), 0);
    }
}
