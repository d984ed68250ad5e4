package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.config.TimelinePolicy;
import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.inventory.TestChildren;
import dev.multiprocess.internal.inventory.TestLog;
import dev.multiprocess.internal.inventory.TestQueues;
import dev.multiprocess.internal.inventory.TestSetup;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.timeline.History;
import dev.multiprocess.internal.timeline.TestSummary.Result;
import dev.multiprocess.internal.timeline.TimelineFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Remembers what the processes of a test did, and makes a timeline of it. Thread-safe. */
final class TestTimeline {

    private static final System.Logger LOG = System.getLogger(TestTimeline.class.getName());

    private final TestSetup setup;
    private final TestChildren children;
    private final TestQueues queues;
    private final TestLog log;
    private final Optional<TestTimeline> outer;
    private final Supplier<Path> directory;
    private final long begin = System.nanoTime();
    private final List<History.Note> notes = new ArrayList<>();
    private Throwable noted;
    private Optional<List<String>> shown = Optional.empty();
    private volatile long codeEnd = begin;
    private volatile Optional<History> history = Optional.empty();

    /**
     * Remembers nothing yet.
     *
     * @param outer that of the scope around it
     * @param directory of the files of the test
     */
    TestTimeline(
            TestSetup setup,
            TestChildren children,
            TestQueues queues,
            TestLog log,
            Optional<TestTimeline> outer,
            Supplier<Path> directory) {
        this.setup = setup;
        this.children = children;
        this.queues = queues;
        this.log = log;
        this.outer = outer;
        this.directory = directory;
    }

    /**
     * Notes that the code of the test has ended.
     *
     * @param thrown by it; {@code null} if it has thrown nothing
     */
    void codeEnds(Throwable thrown) {
        codeEnd = System.nanoTime();
        if (thrown != null) {
            fails("the code of the test throws " + thrown.getClass().getName() + ": ", thrown);
        }
    }

    /**
     * Says which children are to be shown, whenever they lived.
     *
     * @param names of them, here or in the scope around this; none if there is to be no timeline
     */
    synchronized void show(List<String> names) {
        shown = Optional.of(names);
    }

    /** Notes that the test is ended from outside of its code. */
    void isEnded(RuntimeException reason) {
        fails("", reason);
    }

    private synchronized void fails(String what, Throwable reason) {
        if (noted != reason) {
            noted = reason;
            notes.add(new History.Note(System.nanoTime(), what + firstLine(reason)));
        }
    }

    /** Reads what there is, before the memory that it is in is given back. */
    synchronized void remember() {
        if (history.isEmpty()) {
            try {
                history = found();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "what the processes of test " + setup.test() + " did cannot be read", e);
            }
        }
    }

    private Optional<History> found() {
        List<Child<?>> during = children.usable().stream()
                .filter(child ->
                        shown.map(names -> names.contains(child.name())).orElseGet(() -> livedAfter(child, begin)))
                .toList();
        if (during.isEmpty()) {
            return Optional.empty();
        }
        long from = shown.isEmpty() ? begin : firstStart(during);
        return Optional.of(new History(
                setup.test().toString(),
                from,
                Math.max(begin, codeEnd),
                System.nanoTime(),
                during.stream().map(TestTimeline::ofChild).toList(),
                events().filter(event -> event.isOpen() || event.end() >= from)
                        .sorted(Comparator.comparingLong(Event::begin))
                        .toList(),
                log.lost(),
                queues.byNumber(),
                List.copyOf(notes)));
    }

    private Stream<Event> events() {
        return Stream.concat(outer.stream().flatMap(TestTimeline::events), log.events().stream());
    }

    private long firstStart(List<Child<?>> some) {
        return some.stream()
                .flatMap(child -> child.life().moments().all().stream())
                .mapToLong(Moment::nanos)
                .min()
                .orElse(begin);
    }

    private static boolean livedAfter(Child<?> child, long nanos) {
        return child.life().moments().all().stream()
                .filter(moment -> moment.kind() == Kind.ENDED)
                .allMatch(end -> end.nanos() >= nanos);
    }

    private static History.OfChild ofChild(Child<?> child) {
        return new History.OfChild(
                child.number(),
                child.plan().label(),
                child.plan().files(),
                child.pid(),
                child.plan().options().startMethod().name(),
                child.howItEnded(),
                child.failure().isPresent(),
                child.life().moments().all(),
                child.timedOutput());
    }

    /**
     * Writes a summary of the test, and the timeline if it is to be kept.
     *
     * @param result of the test
     * @param failure what it has failed with; {@code null} if it has not
     * @param leaks what its children have left running
     * @return the page; empty if there is none
     */
    Optional<Path> keep(Result result, Throwable failure, List<RuntimeException> leaks) {
        remember();
        TimelinePolicy policy = setup.options().timeline();
        boolean wanted = policy == TimelinePolicy.ALWAYS || policy == TimelinePolicy.FAILED && result == Result.FAILED;
        return history.flatMap(found ->
                keep(found, wanted, result, Optional.ofNullable(failure).map(TestTimeline::words), leaks));
    }

    private Optional<Path> keep(
            History found, boolean wanted, Result result, Optional<String> failure, List<RuntimeException> leaks) {
        try {
            Set<Integer> own = children.all().stream().map(Child::number).collect(Collectors.toSet());
            if (!own.isEmpty()) {
                List<String> left = leaks.stream().map(TestTimeline::firstLine).toList();
                TimelineFiles.writeSummary(found, own, result, failure, left, directory.get());
            }
            return wanted ? Optional.of(TimelineFiles.write(found, failure, directory.get())) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Whatever it is, the result of the test is another matter.
            LOG.log(Level.WARNING, "the timeline of test " + setup.test() + " cannot be written", e);
            return Optional.empty();
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder(failure.toString());
        for (Throwable also : failure.getSuppressed()) {
            words.append("\n\nalso: ").append(also);
        }
        return words.toString();
    }
}
