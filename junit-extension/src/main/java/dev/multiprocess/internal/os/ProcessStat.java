package dev.multiprocess.internal.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What Linux says about a process in {@code /proc/PID/stat}, see {@code proc(5)}.
 *
 * @param state a letter
 * @param flags those of the kernel
 */
public record ProcessStat(char state, long flags) {

    /** The kernel's {@code PF_EXITING}: the process is on its way out. It is set before its files are closed. */
    private static final long EXITING = 4;

    private static final int FLAGS_AFTER_STATE = 6;

    /**
     * Reads it.
     *
     * @param pid of any process
     * @return empty if there is none of that number, or no such file
     */
    public static Optional<ProcessStat> of(long pid) {
        // Not by a channel, which an interruption closes.
        try (InputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException goneOrNotLinux) {
            return Optional.empty();
        }
    }

    /** The name, in parentheses, may hold anything. */
    static Optional<ProcessStat> parse(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return afterName.length <= FLAGS_AFTER_STATE || afterName[0].length() != 1
                ? Optional.empty()
                : Optional.of(new ProcessStat(afterName[0].charAt(0), Long.parseLong(afterName[FLAGS_AFTER_STATE])));
    }

    /**
     * Returns whether the process is ending or has ended: if one of its connections is closed and this is false, it has
     * closed that connection and is alive.
     *
     * @return true also of one that has exited and only awaits its parent
     */
    public boolean isEnding() {
        return isDefunct() || (flags & EXITING) != 0;
    }

    /**
     * Returns whether the process has exited and only awaits its parent.
     *
     * @return false while any of it runs
     */
    public boolean isDefunct() {
        return state == 'Z' || state == 'X';
    }
}
