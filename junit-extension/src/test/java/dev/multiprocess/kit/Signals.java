package dev.multiprocess.kit;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends signals to a child from outside, as an operating system or a user does. */
public final class Signals {

    private Signals() {}

    /** Sends {@code SIG}<em>name</em> to one child. */
    public static void send(String name, ChildProcess<?> child) {
        send(name, child.pid());
    }

    /** Pauses a child and waits until it is. */
    public static void pause(ChildProcess<?> child) {
        pause(child.pid());
    }

    /**
     * Pauses a process and waits until it is: from when SIGSTOP is sent until its first thread has seen it, all others go
     * on, and do whatever they are asked for.
     */
    public static void pause(long pid) {
        ProcessIdentity process =
                ProcessIdentity.of(ProcessHandle.of(pid).orElseThrow()).orElseThrow();
        send("STOP", pid);
        while (!process.isPaused()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("pid " + pid + " has ended");
            }
            Thread.onSpinWait();
        }
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
