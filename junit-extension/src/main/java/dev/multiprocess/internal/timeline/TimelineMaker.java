package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.timeline.Timeline.Cause;
import dev.multiprocess.internal.timeline.Timeline.Flow;
import dev.multiprocess.internal.timeline.Timeline.Queue;
import dev.multiprocess.internal.timeline.Timeline.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes a timeline from what is known of a test. */
final class TimelineMaker {

    private TimelineMaker() {}

    /**
     * Makes it.
     *
     * @param failure why the test has failed
     * @param filesOf finds the files of a child as references from the page
     * @param others other files of the test, in the same form
     */
    static Timeline of(
            History history,
            Optional<String> failure,
            Function<History.OfChild, List<String>> filesOf,
            List<String> others) {
        LaneMaker maker = new LaneMaker(history);
        List<Lane> children = history.children().stream()
                .map(child -> maker.child(child, filesOf.apply(child)))
                .toList();
        List<Lane> lanes = new ArrayList<>();
        lanes.add(maker.testJvm(others));
        lanes.addAll(children);
        List<Queue> queues = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        ways(history).forEach((number, events) -> {
            String name = history.queues().getOrDefault(number.intValue(), number.toString());
            queues.add(queue(name, events, history.begin()));
            flows.addAll(flows(name, events, history.begin()));
        });
        flows.sort(Comparator.comparingLong(Flow::put));
        return new Timeline(
                history.test(),
                history.end() - history.begin(),
                failure,
                failure.flatMap(failed -> firstFailure(lanes)),
                List.copyOf(lanes),
                List.copyOf(queues),
                List.copyOf(flows),
                history.lostEvents());
    }

    private static Optional<Cause> firstFailure(List<Lane> lanes) {
        return lanes.stream()
                .flatMap(lane -> lane.marks().stream()
                        .filter(mark -> mark.kind() == Lane.MarkKind.FAILURE)
                        .map(mark -> new Cause(mark.at(), lane.name(), mark.text())))
                .min(Comparator.comparingLong(Cause::at));
    }

    /** The puts and takes of each queue. */
    private static Map<Long, List<Event>> ways(History history) {
        Map<Long, List<Event>> ways = new TreeMap<>();
        history.queues().keySet().forEach(number -> ways.put(number.longValue(), new ArrayList<>()));
        for (Event event : history.events()) {
            if (event.kind() == Event.Kind.PUT || event.kind() == Event.Kind.TAKE) {
                ways.computeIfAbsent(event.number(), number -> new ArrayList<>())
                        .add(event);
            }
        }
        return ways;
    }

    private static Queue queue(String name, List<Event> events, long begin) {
        List<Size> sizes = new ArrayList<>();
        Set<Long> put = new HashSet<>();
        Set<Long> taken = new HashSet<>();
        for (Event event : events) {
            // What is taken was put: its writer may have been stopped before it recorded that, or may be about to.
            put.add(event.detail());
            if (event.kind() == Event.Kind.TAKE) {
                taken.add(event.detail());
            }
            sizes.add(new Size(Math.max(0, event.begin() - begin), put.size() - taken.size()));
        }
        return new Queue(name, put.size(), taken.size(), List.copyOf(sizes));
    }

    private static List<Flow> flows(String name, List<Event> events, long begin) {
        List<Flow> flows = new ArrayList<>();
        Map<Long, Event> puts = new HashMap<>();
        for (Event event : events) {
            if (event.kind() == Event.Kind.PUT) {
                puts.put(event.detail(), event);
            }
        }
        for (Event event : events) {
            Event put = event.kind() == Event.Kind.TAKE ? puts.get(event.detail()) : null;
            if (put != null) {
                long taken = Math.max(0, event.begin() - begin);
                // A writer records its put when others can take the element already.
                long from = Math.min(taken, Math.max(0, put.begin() - begin));
                flows.add(new Flow(name, event.detail() + 1, put.process(), from, event.process(), taken));
            }
        }
        return flows;
    }
}
