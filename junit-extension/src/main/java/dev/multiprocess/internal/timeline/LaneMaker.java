package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the lane of one process. */
final class LaneMaker {

    private static final Map<Kind, String> MARKS = Map.of(
            Kind.RETURNED, "its task has returned",
            Kind.THREW, "its task has thrown",
            Kind.EXITING, "its JVM exits",
            Kind.ASKED_TO_STOP, "asked to stop",
            Kind.INTERRUPTED, "interrupted",
            Kind.KILLED, "killed",
            Kind.LOST, "its link has ended",
            Kind.PAUSED, "paused",
            Kind.RESUMED, "resumed",
            Kind.ENDED, "its process has ended");

    private static final Set<Kind> ENDS_OF_TASK = EnumSet.of(Kind.RETURNED, Kind.THREW, Kind.EXITING, Kind.ENDED);

    private final long begin;
    private final long end;
    private final Function<Event, String> words;

    /**
     * For one timeline.
     *
     * @param begin of {@link System#nanoTime}, as all times that are given to this
     * @param end when it is made
     * @param words says what an event is about
     */
    LaneMaker(long begin, long end, Function<Event, String> words) {
        this.begin = begin;
        this.end = end;
        this.words = words;
    }

    /**
     * Makes the lane.
     *
     * @param moments of its life, by time; none for the test JVM
     * @param events of the process, by time
     */
    Lane lane(int process, String name, String about, List<Moment> moments, List<Event> events) {
        long last = time(moments, EnumSet.of(Kind.ENDED)).orElse(end);
        List<Bar> bars = new ArrayList<>(phases(moments, last));
        bars.addAll(pauses(moments, last));
        List<Mark> marks = new ArrayList<>();
        for (Event event : events) {
            if (event.kind() == Event.Kind.WAIT) {
                long over = event.isOpen() ? last : event.end();
                bars.add(bar(Lane.Kind.WAIT, event.thread(), event.begin(), over, event.isOpen(), words.apply(event)));
            } else if (event.kind() == Event.Kind.CHECKPOINT) {
                marks.add(new Mark(event.begin() - begin, words.apply(event)));
            }
        }
        for (Moment moment : moments) {
            if (MARKS.containsKey(moment.kind())) {
                marks.add(new Mark(moment.nanos() - begin, MARKS.get(moment.kind())));
            }
        }
        bars.sort(Comparator.comparingLong(Bar::begin));
        marks.sort(Comparator.comparingLong(Mark::at));
        return new Lane(process, name, about, List.copyOf(bars), List.copyOf(marks));
    }

    private List<Bar> phases(List<Moment> moments, long last) {
        List<Bar> bars = new ArrayList<>();
        Optional<Long> started = time(moments, EnumSet.of(Kind.STARTED));
        if (started.isEmpty()) {
            return bars;
        }
        boolean ended = time(moments, EnumSet.of(Kind.ENDED)).isPresent();
        Optional<Long> begun = time(moments, EnumSet.of(Kind.BEGAN));
        bars.add(bar(Lane.Kind.BOOT, 0, started.get(), begun.orElse(last), begun.isEmpty(), "starts"));
        if (begun.isPresent()) {
            Optional<Long> over = time(moments, ENDS_OF_TASK);
            bars.add(bar(Lane.Kind.TASK, 0, begun.get(), over.orElse(last), over.isEmpty(), "runs its task"));
            if (over.isPresent() && over.get() < last) {
                bars.add(bar(Lane.Kind.EXIT, 0, over.get(), last, !ended, "ends"));
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
                bars.add(bar(Lane.Kind.PAUSE, 0, since.get(), moment.nanos(), false, "is paused"));
                since = Optional.empty();
            }
        }
        since.ifPresent(paused -> bars.add(bar(Lane.Kind.PAUSE, 0, paused, last, true, "is paused")));
        return bars;
    }

    private Bar bar(Lane.Kind kind, long thread, long from, long to, boolean open, String text) {
        return new Bar(kind, thread, from - begin, Math.max(from, to) - begin, open, text);
    }

    private static Optional<Long> time(List<Moment> moments, Set<Kind> kinds) {
        return moments.stream()
                .filter(moment -> kinds.contains(moment.kind()))
                .findFirst()
                .map(Moment::nanos);
    }
}
