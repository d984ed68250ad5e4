package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Line;
import dev.multiprocess.internal.events.Moments.Moment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a test when it ends: all that its timeline is made from. Times as {@link System#nanoTime} gives them.
 *
 * @param test names it
 * @param begin when it began
 * @param codeEnd when its own code had ended
 * @param end when this was found out
 * @param children those that lived during the test, in the order in which they were started
 * @param events of all processes, by time
 * @param lostEvents how many were written over by later ones
 * @param queues their names, by their numbers
 * @param notes by time
 */
public record History(
        String test,
        long begin,
        long codeEnd,
        long end,
        List<OfChild> children,
        List<Event> events,
        long lostEvents,
        Map<Integer, String> queues,
        List<Note> notes) {

    /**
     * Something that made the test fail in the test JVM.
     *
     * @param text in words
     */
    public record Note(long nanos, String text) {}

    /**
     * One child.
     *
     * @param number by which events name it
     * @param name no other of the test has the same
     * @param files its own directory, and what the paths of its files begin with
     * @param pid of its process
     * @param startMethod how its JVM came to be
     * @param ended how it ended; empty if it lives on
     * @param failed whether its end is a failure of the test
     * @param moments of its life
     * @param output its last lines
     */
    public record OfChild(
            int number,
            String name,
            Path files,
            long pid,
            String startMethod,
            Optional<String> ended,
            boolean failed,
            List<Moment> moments,
            List<Line> output) {}
}
