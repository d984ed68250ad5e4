package dev.multiprocess.internal.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the first match of a pattern in what a child writes. The thread that reads the output looks, so that no line
 * is missed however fast they come, and the thread that waits for the match can be interrupted.
 *
 * <p>A match in a line that has no end yet may be a part of one: {@code port 80} of {@code port 8080}. It counts at once
 * if further text could not change it, and otherwise if none comes for a while, as after a prompt.
 */
final class OutputWatch {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Pattern pattern;
    private final Runnable over;
    private final BiConsumer<Duration, Runnable> timer;

    /** How many matches will soon count, unless there is more text. */
    private final AtomicInteger open = new AtomicInteger();

    private Optional<MatchResult> found = Optional.empty();
    private Optional<Throwable> problem = Optional.empty();

    /**
     * Watches one child.
     *
     * @param over called by any thread when there is a match, or there will be none
     * @param timer runs something later
     */
    OutputWatch(Pattern pattern, Runnable over, BiConsumer<Duration, Runnable> timer) {
        this.pattern = pattern;
        this.over = over;
        this.timer = timer;
    }

    /** Looks at lines that were there before; a match in them comes before any other. */
    void lookBack(List<String> lines) {
        for (String line : lines) {
            Optional<Matcher> matcher = match(line);
            if (matcher.isPresent()) {
                synchronized (this) {
                    found = matcher.map(OutputMatch::of);
                }
                return;
            }
        }
    }

    /** Looks at lines that have come, unless there is a match. */
    void lookAt(List<String> lines) {
        for (String line : lines) {
            if (isOver()) {
                return;
            }
            match(line).ifPresent(matcher -> accept(OutputMatch.of(matcher)));
        }
    }

    /**
     * Looks at what a stream has of a line without an end.
     *
     * @param takenNanos when the stream got it
     */
    void lookAt(OutputStreamOfChild stream, String unfinished, long takenNanos) {
        if (isOver()) {
            return;
        }
        match(unfinished).ifPresent(matcher -> {
            MatchResult match = OutputMatch.of(matcher);
            Duration left = PAUSE.minusNanos(System.nanoTime() - takenNanos);
            if (matcher.hitEnd() && !left.isNegative()) {
                open.incrementAndGet();
                timer.accept(left, () -> {
                    if (stream.takenNanos() == takenNanos) {
                        accept(match);
                    }
                    open.decrementAndGet();
                });
            } else {
                accept(match);
            }
        });
    }

    private Optional<Matcher> match(String text) {
        Matcher matcher = pattern.matcher(text);
        try {
            return Optional.of(matcher).filter(Matcher::find);
        } catch (StackOverflowError e) {
            // As for some patterns and long lines; it is the waiting thread's to see.
            fail(e);
            return Optional.empty();
        }
    }

    private void accept(MatchResult match) {
        synchronized (this) {
            found = found.or(() -> Optional.of(match));
        }
        over.run();
    }

    private void fail(Throwable reason) {
        synchronized (this) {
            problem = Optional.of(reason);
        }
        over.run();
    }

    /** Whether nothing that was looked at may still become a match. */
    boolean isIdle() {
        return open.get() == 0;
    }

    /** Whether there is a match, or it cannot be looked for. */
    synchronized boolean isOver() {
        return found.isPresent() || problem.isPresent();
    }

    /** The match; empty if there was none so far. */
    synchronized Optional<MatchResult> result() {
        if (found.isEmpty() && problem.isPresent()) {
            throw new IllegalStateException(
                    "the pattern '" + pattern + "' cannot be applied to a line of the output", problem.get());
        }
        return found;
    }
}
