package dev.multiprocess.internal.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Linux says about processes in {@code /proc}. Elsewhere there is no such directory, and the answers are empty.
 *
 * <p>A process may end between any two reads; what then cannot be read is left out.
 */
public final class ProcFiles {

    public static final ProcFiles SYSTEM = new ProcFiles(Path.of("/proc"));

    private final Path root;

    public ProcFiles(Path root) {
        this.root = root;
    }

    /**
     * Return whether a process has exited and only awaits its parent. {@link ProcessHandle#isAlive()} says of such a
     * process that it lives, for ever if the parent never asks.
     */
    boolean isDefunct(ProcessHandle handle) {
        return read(file(handle.pid(), "stat"))
                .map(stat -> "ZX".indexOf(state(stat)) >= 0)
                .orElseGet(() -> handle.info().command().isEmpty());
    }

    /** Return whether every thread of a process is stopped; false where that cannot be read. */
    boolean isPaused(long pid) {
        boolean any = false;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(file(pid, "task"))) {
            for (Path thread : threads) {
                Optional<String> stat = read(thread.resolve("stat"));
                if (stat.isPresent()) {
                    any = true;
                    if ("Tt".indexOf(state(stat.get())) < 0) {
                        return false;
                    }
                }
            }
        } catch (IOException goneOrNotLinux) {
            return false;
        }
        return any;
    }

    /** The name, in parentheses, may hold anything; the state is the letter after it. */
    private static char state(String stat) {
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    /** Return whether there are files about processes at all. */
    boolean exist() {
        return Files.exists(root.resolve("self").resolve("stat"));
    }

    /** List the processes of this user whose process ids are numbered as this one's are. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        Path self = root.resolve("self");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
            Object user = Files.getAttribute(self, "unix:uid");
            Path namespace = namespace(self);
            for (Path entry : entries) {
                if (isReachable(entry, user, namespace)) {
                    pids.add(Long.parseLong(entry.getFileName().toString()));
                }
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return List.of();
        }
        return pids;
    }

    /**
     * List the processes of this user that were started with a variable, if their ids are numbered as this one's are.
     *
     * @param oldest a process older than all that are looked for; the cost is that of the younger ones
     */
    public List<Long> pidsWith(String variable, String value, long oldest) {
        byte[] wanted = (variable + "=" + value + "\0").getBytes(StandardCharsets.UTF_8);
        List<Long> pids = new ArrayList<>();
        Path self = root.resolve("self");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
            Object user = Files.getAttribute(self, "unix:uid");
            Path namespace = namespace(self);
            // Process ids are given in turn, from the lowest again when the highest has been given.
            long lowest = lastPid() >= oldest ? oldest : 0;
            for (Path entry : entries) {
                // What rules most of them out comes first: this is done at the end of every test.
                if (Long.parseLong(entry.getFileName().toString()) >= lowest
                        && carries(entry, wanted)
                        && isReachable(entry, user, namespace)) {
                    pids.add(Long.parseLong(entry.getFileName().toString()));
                }
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return List.of();
        }
        return pids;
    }

    /** The process id that was given last; zero if it is not known. */
    private long lastPid() {
        return read(root.resolve("loadavg"))
                .map(line -> line.strip().replaceAll(".* ", ""))
                .filter(pid -> pid.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static boolean carries(Path entry, byte[] wanted) {
        try {
            return contains(Files.readAllBytes(entry.resolve("environ")), wanted);
        } catch (IOException | UncheckedIOException goneOrForbidden) {
            return false;
        }
    }

    /** Whether a variable is in an environment: at its beginning, or after the end of another. */
    private static boolean contains(byte[] environment, byte[] wanted) {
        for (int start = 0; start <= environment.length - wanted.length; start++) {
            if ((start == 0 || environment[start - 1] == 0)
                    && Arrays.equals(environment, start, start + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /** A pid recorded by a process in a container means another process here. */
    private static boolean isReachable(Path entry, Object user, Path namespace) {
        try {
            return user.equals(Files.getAttribute(entry, "unix:uid")) && namespace.equals(namespace(entry));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Path namespace(Path entry) throws IOException {
        return Files.readSymbolicLink(entry.resolve("ns").resolve("pid"));
    }

    /** Read the environment that a process was started with, unparsed; empty if it may not be read. */
    public String environmentText(long pid) {
        return read(file(pid, "environ")).orElse("");
    }

    /** Read the environment that a process was started with; empty if it may not be read. */
    public Map<String, String> environment(long pid) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : environmentText(pid).split("\0")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    private Path file(long pid, String name) {
        return root.resolve(Long.toString(pid)).resolve(name);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .filter(text -> !text.isEmpty());
        } catch (IOException | UncheckedIOException goneOrForbidden) {
            return Optional.empty();
        }
    }
}
