package dev.multiprocess.internal.timeline;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the report of a module says of one test. Kept in a file beside the output of the test's children, which the Maven
 * plugin reads. Immutable.
 *
 * @param test names it
 * @param began when it began
 * @param took from there until all of its processes had ended
 * @param result of it
 * @param failure the first line of what it has failed with; empty if it has not
 * @param children its own, in the order in which they were started
 * @param leaks what its children have left running, a line each
 */
public record TestSummary(
        String test,
        Instant began,
        Duration took,
        Result result,
        String failure,
        List<OfChild> children,
        List<String> leaks) {

    /** Its name in the directory of the test. */
    public static final String FILE = "test.properties";

    private static final String CHILD = "child.";
    private static final String LEAK = "leak.";

    /** How a test has ended. */
    public enum Result {
        /** All of it is as it should be. */
        PASSED,

        /** Something is wrong. */
        FAILED,

        /** An assumption did not hold. */
        ABORTED
    }

    /**
     * One child.
     *
     * @param name no other of the test has the same
     * @param pid of its process
     * @param startMethod how its JVM came to be
     * @param start from the start of its process to that of its task; empty if that has not begun
     * @param run from there to the end of its process; empty as well
     * @param waits how many waits of its threads were kept
     * @param waited how long they took together
     * @param kills how often it was killed by its test
     * @param failed whether its end is a failure of the test
     * @param ended how it ended, in words
     */
    public record OfChild(
            String name,
            long pid,
            String startMethod,
            Optional<Duration> start,
            Optional<Duration> run,
            int waits,
            Duration waited,
            int kills,
            boolean failed,
            String ended) {}

    /** Writes it into the directory of the test. */
    void write(Path directory) throws IOException {
        Properties texts = new Properties();
        texts.setProperty("test", test);
        texts.setProperty("began", began.toString());
        texts.setProperty("took", took.toString());
        texts.setProperty("result", result.name());
        texts.setProperty("failure", failure);
        for (int i = 0; i < children.size(); i++) {
            OfChild child = children.get(i);
            String key = CHILD + (i + 1) + ".";
            texts.setProperty(key + "name", child.name());
            texts.setProperty(key + "pid", Long.toString(child.pid()));
            texts.setProperty(key + "startMethod", child.startMethod());
            child.start().ifPresent(start -> texts.setProperty(key + "start", start.toString()));
            child.run().ifPresent(run -> texts.setProperty(key + "run", run.toString()));
            texts.setProperty(key + "waits", Integer.toString(child.waits()));
            texts.setProperty(key + "waited", child.waited().toString());
            texts.setProperty(key + "kills", Integer.toString(child.kills()));
            texts.setProperty(key + "failed", Boolean.toString(child.failed()));
            texts.setProperty(key + "ended", child.ended());
        }
        for (int i = 0; i < leaks.size(); i++) {
            texts.setProperty(LEAK + (i + 1), leaks.get(i));
        }
        try (Writer to = Files.newBufferedWriter(directory.resolve(FILE))) {
            texts.store(to, null);
        }
    }

    /**
     * Reads what was written.
     *
     * @throws IOException if it cannot be read, or is not what was written
     */
    static TestSummary read(Path file) throws IOException {
        Properties texts = new Properties();
        try (Reader from = Files.newBufferedReader(file)) {
            texts.load(from);
            List<OfChild> children = new ArrayList<>();
            while (texts.containsKey(CHILD + (children.size() + 1) + ".name")) {
                children.add(child(texts, CHILD + (children.size() + 1) + "."));
            }
            List<String> leaks = new ArrayList<>();
            while (texts.containsKey(LEAK + (leaks.size() + 1))) {
                leaks.add(texts.getProperty(LEAK + (leaks.size() + 1)));
            }
            return new TestSummary(
                    required(texts, "test"),
                    Instant.parse(required(texts, "began")),
                    Duration.parse(required(texts, "took")),
                    Result.valueOf(required(texts, "result")),
                    required(texts, "failure"),
                    List.copyOf(children),
                    List.copyOf(leaks));
        } catch (RuntimeException e) {
            throw new IOException("this is no summary of a test: " + file + ": " + e.getMessage(), e);
        }
    }

    private static OfChild child(Properties texts, String key) {
        return new OfChild(
                required(texts, key + "name"),
                Long.parseLong(required(texts, key + "pid")),
                required(texts, key + "startMethod"),
                Optional.ofNullable(texts.getProperty(key + "start")).map(Duration::parse),
                Optional.ofNullable(texts.getProperty(key + "run")).map(Duration::parse),
                Integer.parseInt(required(texts, key + "waits")),
                Duration.parse(required(texts, key + "waited")),
                Integer.parseInt(required(texts, key + "kills")),
                Boolean.parseBoolean(required(texts, key + "failed")),
                required(texts, key + "ended"));
    }

    private static String required(Properties texts, String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return text;
    }
}
