package dev.multiprocess.internal.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The threads of a process as Linux sees them. Elsewhere there is no {@code /proc}, and the answers are empty.
 *
 * <p>A thread that was woken but has not run yet is still {@code WAITING} to Java; the kernel knows better.
 */
public final class KernelThreads {

    private static final Path PROC = Path.of("/proc");

    /** Threads that run no code of users, by the 15 letters that the kernel keeps of their names. */
    private static final List<String> NOT_THE_USERS = List.of(
            "multiprocess-",
            "C1 Comp",
            "C2 Comp",
            "GC Thread",
            "G1 ",
            "VM Thread",
            "VM Periodic",
            "Sweeper",
            "Service Thread",
            "Monitor Deflati",
            "Reference Handl",
            "Finalizer",
            "Common-Cleaner",
            "Signal Dispatch",
            "Attach Listener",
            "Notification Th",
            "surefire-forked");

    private KernelThreads() {}

    /** Finds a thread of this JVM that is running, or about to run, and may be the user's. */
    public static Optional<String> running() {
        for (String stat : stats(PROC.resolve("self"))) {
            String name = name(stat);
            if ("RD".indexOf(state(stat)) >= 0 && NOT_THE_USERS.stream().noneMatch(name::startsWith)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /**
     * Describes the threads of a process that cannot report them itself.
     *
     * @param pid of any process
     * @return a line each; empty where that cannot be known
     */
    public static String describe(long pid) {
        StringBuilder text = new StringBuilder();
        for (String stat : stats(PROC.resolve(Long.toString(pid)))) {
            text.append('"')
                    .append(name(stat))
                    .append("\" ")
                    .append(state(stat))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<String> stats(Path process) {
        List<String> all = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            tasks.forEach(task -> stat(task).ifPresent(all::add));
        } catch (IOException notLinuxOrGone) {
            return List.of();
        }
        return all;
    }

    private static Optional<String> stat(Path directory) {
        try {
            String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.isEmpty() ? Optional.empty() : Optional.of(stat);
        } catch (IOException notLinuxOrGone) {
            return Optional.empty();
        }
    }

    /** Between parentheses, where it may hold any character. */
    private static String name(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    }

    private static char state(String stat) {
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
