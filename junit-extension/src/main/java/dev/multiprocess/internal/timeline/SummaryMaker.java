package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the summary of a test from what is known of it. */
final class SummaryMaker {

    private SummaryMaker() {}

    /**
     * Makes it.
     *
     * @param history of the test
     * @param own numbers of the children that are its own
     * @param now when the history ends
     * @param failure what the test has failed with; empty if it has not
     */
    static TestSummary of(
            History history,
            Set<Integer> own,
            Instant now,
            TestSummary.Result result,
            Optional<String> failure,
            List<String> leaks) {
        Duration took = Duration.ofNanos(history.end() - history.begin());
        return new TestSummary(
                history.test(),
                now.minus(took),
                took,
                result,
                failure.flatMap(text -> text.lines().findFirst()).orElse(""),
                history.children().stream()
                        .filter(child -> own.contains(child.number()))
                        .map(child -> child(child, history))
                        .toList(),
                leaks);
    }

    private static TestSummary.OfChild child(History.OfChild child, History history) {
        List<Event> waits = history.events().stream()
                .filter(event -> event.kind() == Event.Kind.WAIT && event.process() == child.number())
                .toList();
        long end = first(child, Kind.ENDED).orElse(history.end());
        long waited = waits.stream()
                .mapToLong(wait -> (wait.isOpen() ? Math.max(end, wait.begin()) : wait.end()) - wait.begin())
                .sum();
        Optional<Long> started = first(child, Kind.STARTED);
        Optional<Long> began = first(child, Kind.BEGAN);
        return new TestSummary.OfChild(
                child.name(),
                child.pid(),
                child.startMethod(),
                started.flatMap(start -> began.map(begin -> Duration.ofNanos(begin - start))),
                began.map(begin -> Duration.ofNanos(end - begin)),
                waits.size(),
                Duration.ofNanos(waited),
                (int) child.moments().stream()
                        .filter(moment -> moment.kind() == Kind.KILLED)
                        .count(),
                child.failed(),
                child.ended().orElse("lives on"));
    }

    private static Optional<Long> first(History.OfChild child, Kind kind) {
        return child.moments().stream()
                .filter(moment -> moment.kind() == kind)
                .findFirst()
                .map(Moment::nanos);
    }
}
