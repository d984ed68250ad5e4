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
import dev.multiprocess.internal.timeline.TimelineFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
            fails("the code of the test throws ", thrown);
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
            String message = String.valueOf(what.isEmpty() ? reason.getMessage() : reason);
            notes.add(new History.Note(
                    System.nanoTime(), what + message.lines().findFirst().orElse("")));
        }
    }

    /** Reads what there is, before the memory that it is in is given back. */
    synchronized void remember() {
        if (history.isEmpty() && setup.options().timeline() != TimelinePolicy.NEVER) {
            List<Child<?>> during = children.usable().stream()
                    .filter(child ->
                            shown.map(names -> names.contains(child.name())).orElseGet(() -> livedAfter(child, begin)))
                    .toList();
            if (!during.isEmpty()) {
                long from = shown.isEmpty() ? begin : firstStart(during);
                history = Optional.of(new History(
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
        }
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
     * Writes it, if it is to be kept.
     *
     * @param failure what the test has failed with; {@code null} if it has passed
     * @return the page; empty if there is none
     */
    Optional<Path> keep(Throwable failure) {
        boolean wanted = setup.options().timeline() == TimelinePolicy.ALWAYS
                || setup.options().timeline() == TimelinePolicy.FAILED && failure != null;
        if (!wanted) {
            return Optional.empty();
        }
        remember();
        return history.flatMap(
                found -> write(found, Optional.ofNullable(failure).map(TestTimeline::words)));
    }

    private Optional<Path> write(History found, Optional<String> failure) {
        try {
            return Optional.of(TimelineFiles.write(found, failure, directory.get()));
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "the timeline of test {0} cannot be written: {1}", setup.test(), e);
            return Optional.empty();
        }
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder(failure.toString());
        for (Throwable also : failure.getSuppressed()) {
            words.append("\n\nalso: ").append(also);
        }
        return words.toString();
    }
}
