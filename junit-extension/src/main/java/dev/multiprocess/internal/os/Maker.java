package dev.multiprocess.internal.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM that made a directory, as recorded in a file in it, so that another one can tell when it is no longer needed.
 *
 * @param pid its process id
 * @param start when it was started, in milliseconds
 * @param world the processes among which the process id is valid: the boot of the machine and the namespace
 */
public record Maker(long pid, long start, String world) {

    static final String FILE = "maker";

    /** The same before it is whole. */
    static final String UNFINISHED = "maker.new";

    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-[0-9a-z]{1,13}");
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})@(\\d{1,15}) (\\S{1,200})\n");

    /** The operating system counts starts from boot, and the time of boot moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Path PROC = Path.of("/proc");

    /** This JVM. */
    static Maker current() {
        ProcessHandle self = ProcessHandle.current();
        // Where a start time is not known, it cannot distinguish another process from this one.
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new Maker(self.pid(), start, world(PROC));
    }

    /** As this system reports it; always the same on one that does not report it, which has no containers either. */
    static String world(Path proc) {
        try {
            String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id"));
            return boot.strip() + "/" + Files.readSymbolicLink(proc.resolve("self/ns/pid"));
        } catch (IOException notLinux) {
            return "-";
        }
    }

    /**
     * Reads which JVM made a directory.
     *
     * @param directory of this user
     * @return empty if it does not say
     */
    public static Optional<Maker> of(Path directory) {
        try {
            return parse(Files.readString(directory.resolve(FILE)));
        } catch (IOException unmarked) {
            return Optional.empty();
        }
    }

    static Optional<Maker> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Maker(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** Writes it into a directory: whole, or not at all. */
    void mark(Path directory) throws IOException {
        Path unfinished = directory.resolve(UNFINISHED);
        OwnFile.write(unfinished, toString().getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes the part of a directory's name that shows its maker before there is anything in it. */
    static String name(long random) {
        return ProcessHandle.current().pid() + "-" + Long.toUnsignedString(random, Character.MAX_RADIX);
    }

    /** Whether a name says that its maker is dead; the process of another container seems so as well. */
    static boolean isOfDead(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        long pid = Long.parseLong(matcher.group(1));
        return ProcessHandle.of(pid).isEmpty() || isDefunct(pid);
    }

    /**
     * Returns whether the JVM is dead for certain.
     *
     * @return false also if it belonged to another boot or container, whose processes cannot be seen from here
     */
    public boolean isGone() {
        return world.equals(world(PROC))
                && ProcessHandle.of(pid).map(this::isOther).orElse(true);
    }

    private boolean isOther(ProcessHandle process) {
        Optional<Instant> theirs = process.info().startInstant();
        return theirs.map(Instant::toEpochMilli)
                        .filter(millis -> Math.abs(millis - start) > TOLERANCE.toMillis())
                        .isPresent()
                || isDefunct(pid);
    }

    /** One that has exited and only awaits its parent makes nothing any more. */
    private static boolean isDefunct(long pid) {
        return ProcessStat.of(pid).filter(ProcessStat::isDefunct).isPresent();
    }

    /** Writes what {@link #of} reads. */
    @Override
    public String toString() {
        return pid + "@" + start + " " + world + "\n";
    }
}
