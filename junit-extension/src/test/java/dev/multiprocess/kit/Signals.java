package dev.multiprocess.kit;

import dev.multiprocess.ChildProcess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends signals to a child from outside, as an operating system or a user does. */
public final class Signals {

    private Signals() {}

    /** Sends {@code SIG}<em>name</em> to one child. */
    public static void send(String name, ChildProcess<?> child) {
        send(name, child.pid());
    }

    /** Sends {@code SIG}<em>name</em> to a process. */
    public static void send(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
