package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Line;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.BarKind;
import dev.multiprocess.internal.timeline.Lane.Mark;
import dev.multiprocess.internal.timeline.Lane.MarkKind;
import dev.multiprocess.internal.timeline.Lane.OutputLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the lane of one process. */
final class LaneMaker {

    /** The page shows so many, and links the file that has all. */
    static final int MOST_LINES = 1_000;

    /** What is worth a mark besides the end, which has words of its own. */
    private static final Map<Kind, Mark> MARKS = Map.of(
            Kind.RETURNED, new Mark(MarkKind.STEP, 0, "its task has returned"),
            Kind.THREW, new Mark(MarkKind.FAILURE, 0, "its task has thrown"),
            Kind.EXITING, new Mark(MarkKind.STEP, 0, "it has called exit"),
            Kind.ASKED_TO_STOP, new Mark(MarkKind.INTERFERENCE, 0, "is asked to stop"),
            Kind.INTERRUPTED, new Mark(MarkKind.INTERFERENCE, 0, "its task is interrupted"),
            Kind.KILLED, new Mark(MarkKind.INTERFERENCE, 0, "is killed by its test"),
            Kind.LOST, new Mark(MarkKind.FAILURE, 0, "its link has ended while it lived"),
            Kind.PAUSED, new Mark(MarkKind.INTERFERENCE, 0, "is paused"),
            Kind.RESUMED, new Mark(MarkKind.INTERFERENCE, 0, "is resumed"));

    private static final Set<Kind> ENDS_OF_TASK = EnumSet.of(Kind.RETURNED, Kind.THREW, Kind.EXITING, Kind.ENDED);

    private final History history;

    /**
     * For one timeline.
     *
     * @param history of its test
     */
    LaneMaker(History history) {
        this.history = history;
    }

    /** Makes the lane of the test JVM. */
    Lane testJvm(List<String> files) {
        List<Bar> bars = new ArrayList<>();
        bars.add(bar(BarKind.TASK, history.begin(), history.codeEnd(), false, "runs the code of the test"));
        bars.add(
                bar(BarKind.EXIT, history.codeEnd(), history.end(), false, "joins and ends the processes of the test"));
        List<Mark> marks = new ArrayList<>();
        history.notes().forEach(note -> marks.add(new Mark(MarkKind.FAILURE, after(note.nanos()), note.text())));
        return lane(0, "test JVM", "runs the test", history.end(), bars, marks, List.of(), files);
    }

    /** Makes the lane of a child. */
    Lane child(History.OfChild child, List<String> files) {
        List<Moment> moments = child.moments();
        long last = time(moments, EnumSet.of(Kind.ENDED)).orElse(history.end());
        List<Bar> bars = phases(moments, last);
        bars.addAll(pauses(moments, last));
        List<Mark> marks = new ArrayList<>();
        for (Moment moment : moments) {
            Mark mark = MARKS.get(moment.kind());
            if (mark != null) {
                marks.add(new Mark(mark.kind(), after(moment.nanos()), mark.text()));
            } else if (moment.kind() == Kind.ENDED) {
                marks.add(new Mark(
                        child.failed() ? MarkKind.FAILURE : MarkKind.STEP,
                        after(moment.nanos()),
                        child.ended().orElse("its process has ended")));
            }
        }
        String about = "pid " + child.pid() + ", " + child.startMethod() + ", "
                + child.ended().orElse("lives on");
        return lane(child.number(), child.name(), about, last, bars, marks, child.output(), files);
    }

    private Lane lane(
            int process,
            String name,
            String about,
            long last,
            List<Bar> bars,
            List<Mark> marks,
            List<Line> output,
            List<String> files) {
        for (Event event : history.events()) {
            if (event.process() == process && event.kind() == Event.Kind.WAIT) {
                bars.add(wait(event, last));
            } else if (event.process() == process && event.kind() == Event.Kind.HOLD) {
                bars.add(bar(BarKind.HOLD, event, last, "", "holds " + event.text()));
            } else if (event.process() == process && event.kind() == Event.Kind.CHECKPOINT) {
                String text = "reaches checkpoint '" + event.text() + "'"
                        + (event.number() > 1 ? " for time " + event.number() : "");
                marks.add(new Mark(MarkKind.CHECKPOINT, after(event.begin()), text));
            }
        }
        bars.sort(Comparator.comparingLong(Bar::begin));
        marks.sort(Comparator.comparingLong(Mark::at));
        List<OutputLine> lines = output.subList(Math.max(0, output.size() - MOST_LINES), output.size()).stream()
                .map(line -> new OutputLine(after(line.nanos()), line.text()))
                .toList();
        return new Lane(process, name, about, List.copyOf(bars), List.copyOf(marks), lines, files);
    }

    /** The text of such an event is its target, and the name of the thread if there is room for it. */
    private Bar wait(Event event, long last) {
        Wait.Kind kind = Wait.Kind.values()[(int) event.number()];
        String[] parts = event.text().split("\t", 2);
        Wait wait = new Wait(0, kind, parts[0], List.of(), "", 0, 0, 0, false);
        return bar(kindOf(kind), event, last, parts.length > 1 ? parts[1] : "", wait.words(this::queue));
    }

    private Bar bar(BarKind kind, Event event, long last, String threadName, String text) {
        return new Bar(
                kind,
                event.thread(),
                threadName,
                after(event.begin()),
                after(event.isOpen() ? Math.max(last, event.begin()) : event.end()),
                event.isOpen(),
                text);
    }

    private static BarKind kindOf(Wait.Kind kind) {
        return switch (kind) {
            case TAKE, PUT, TASKS -> BarKind.QUEUE;
            case SYNC -> BarKind.LOCK;
            default -> BarKind.PROCESS;
        };
    }

    private String queue(String number) {
        return history.queues().getOrDefault(Integer.valueOf(number), number);
    }

    private List<Bar> phases(List<Moment> moments, long last) {
        List<Bar> bars = new ArrayList<>();
        Optional<Long> started = time(moments, EnumSet.of(Kind.STARTED));
        if (started.isEmpty()) {
            return bars;
        }
        boolean ended = time(moments, EnumSet.of(Kind.ENDED)).isPresent();
        Optional<Long> begun = time(moments, EnumSet.of(Kind.BEGAN));
        Optional<Long> up = time(moments, EnumSet.of(Kind.UP, Kind.BEGAN));
        bars.add(bar(BarKind.BOOT, started.get(), up.orElse(last), up.isEmpty(), "its JVM starts"));
        if (up.isPresent() && !up.equals(begun)) {
            bars.add(bar(BarKind.LOAD, up.get(), begun.orElse(last), begun.isEmpty(), "reads its task"));
        }
        if (begun.isPresent()) {
            Optional<Long> over = time(moments, ENDS_OF_TASK);
            bars.add(bar(BarKind.TASK, begun.get(), over.orElse(last), over.isEmpty(), "runs its task"));
            if (over.isPresent() && over.get() < last) {
                bars.add(bar(BarKind.EXIT, over.get(), last, !ended, "ends"));
            }
        }
        return bars;
    }

    private List<Bar> pauses(List<Moment> moments, long last) {
        List<Bar> bars = new ArrayList<>();
        Optional<Long> since = Optional.empty();
        for (Moment moment : moments) {
            if (moment.kind() == Kind.PAUSED && since.isEmpty()) {
                since = Optional.of(moment.nanos());
            } else if (moment.kind() == Kind.RESUMED && since.isPresent()) {
                bars.add(bar(BarKind.PAUSE, since.get(), moment.nanos(), false, "is paused"));
                since = Optional.empty();
            }
        }
        since.ifPresent(paused -> bars.add(bar(BarKind.PAUSE, paused, last, true, "is paused")));
        return bars;
    }

    private Bar bar(BarKind kind, long from, long to, boolean open, String text) {
        return new Bar(kind, 0, "", after(from), Math.max(after(from), after(to)), open, text);
    }

    /** What was before the test, as that of a child of its class, is at its beginning. */
    private long after(long nanos) {
        return Math.max(0, nanos - history.begin());
    }

    private static Optional<Long> time(List<Moment> moments, Set<Kind> kinds) {
        return moments.stream()
                .filter(moment -> kinds.contains(moment.kind()))
                .findFirst()
                .map(Moment::nanos);
    }
}
