package dev.multiprocess.internal.reap;

import dev.multiprocess.internal.os.ProcFiles;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what children of this JVM have started and left running, even if its parent is long gone.
 *
 * <p>Everything below a child inherits the child's number in its environment. That can be read on Linux only; elsewhere
 * nothing is found. A process with an emptied environment is not found either.
 */
public final class Survivors {

    private static final int LONGEST_COMMAND = 120;

    private Survivors() {}

    /**
     * A live process.
     *
     * @param process its identity
     * @param child the number of the child that it descends from, or is
     */
    public record Survivor(ProcessIdentity process, int child) {}

    /**
     * Looks at the processes of this user that are younger than the oldest of the children.
     *
     * @param children their process ids by their numbers
     * @return in no order; the children themselves too, while they live
     */
    public static List<Survivor> of(Map<Integer, Long> children) {
        return find(ProcFiles.SYSTEM, ProcessIdentity.current(), children);
    }

    static List<Survivor> find(ProcFiles proc, ProcessIdentity owner, Map<Integer, Long> children) {
        long oldest = children.values().stream().min(Long::compare).orElse(0L);
        return proc.pidsWith(SessionCookie.OWNER, owner.toString(), oldest).stream()
                .flatMap(pid -> survivor(proc, pid).stream())
                .filter(survivor -> children.containsKey(survivor.child()))
                .toList();
    }

    private static Optional<Survivor> survivor(ProcFiles proc, long pid) {
        // Identity before environment: were the pid reused in between, the number would be missing.
        Optional<ProcessIdentity> identity =
                ProcessHandle.of(pid).flatMap(ProcessIdentity::of).filter(ProcessIdentity::isAlive);
        Map<String, String> environment = proc.environment(pid);
        String number = environment.getOrDefault(SessionCookie.CHILD, "");
        return number.matches("\\d{1,9}")
                ? identity.map(process -> new Survivor(process, Integer.parseInt(number)))
                : Optional.empty();
    }

    /**
     * Returns what a process runs.
     *
     * @param process alive, or its command is no longer known
     * @return program and arguments, cut where they are long
     */
    public static String command(ProcessIdentity process) {
        String command = process.handle()
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().or(info::command))
                .orElse("unknown command");
        return command.length() <= LONGEST_COMMAND ? command : command.substring(0, LONGEST_COMMAND) + "…";
    }
}
