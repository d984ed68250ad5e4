package dev.multiprocess.internal.os;

import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Stops and resumes processes (SIGSTOP, SIGCONT), and makes JVMs print their threads (SIGQUIT). The JDK sends none of
 * these, so a shell does.
 *
 * <p>All knowledge of platforms and signals is here: Windows has no such signals; whether a process has stopped can be
 * seen on Linux, and is assumed elsewhere.
 */
public final class Signals {

    public static final Signals SYSTEM = new Signals(
            System.getProperty("os.name"), "/bin/sh", ProcessIdentity.showsStates(), ProcessIdentity::isPaused);

    /** How long a process may take to stop, or to resume; both are a matter of microseconds. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final long LOOK_AGAIN_MILLIS = 1;

    /**
     * Stops a process, and resumes it when a line arrives or when the script's input ends, as it does when this JVM
     * dies: a stopped process could not notice that, and would stay for ever.
     */
    private static final String PAUSE =
            "trap '' HUP INT TERM; kill -s STOP \"$1\" || exit 1; echo stopped; read line;" + " kill -s CONT \"$1\"";

    private static final String ASK_THREADS = "kill -s QUIT \"$1\"";
    private static final String RESUME = "kill -s CONT \"$1\"";

    private final String system;
    private final String shell;
    private final boolean showsStates;
    private final Predicate<ProcessIdentity> isPaused;

    /**
     * Injects the platform.
     *
     * @param system its name, as {@code os.name} has it
     * @param shell understands {@code kill -s}
     * @param showsStates whether {@code isPaused} can see anything here
     * @param isPaused sees whether a process has stopped
     */
    public Signals(String system, String shell, boolean showsStates, Predicate<ProcessIdentity> isPaused) {
        this.system = system;
        this.shell = shell;
        this.showsStates = showsStates;
        this.isPaused = isPaused;
    }

    /** Fails where there are no such signals. */
    public void requirePause(String subject) {
        if (system.startsWith("Windows")) {
            throw new UnsupportedOperationException(
                    subject + " cannot be paused: " + system + " has no signals that stop a process and let it go on");
        }
    }

    /** Whether the process has been stopped, by us or by others. */
    public boolean isPaused(ProcessIdentity process) {
        return isPaused.test(process);
    }

    /**
     * Stops a process and waits until it has stopped.
     *
     * @param process never another one that has got its pid
     * @return to resume it
     * @throws IOException if it has ended, or the signal could not be sent
     */
    public Pause pause(ProcessIdentity process) throws IOException {
        requireThere(process);
        Process sender = start(PAUSE, process);
        try {
            // Not closed: the sender lives as long as the pause.
            BufferedReader lines = sender.inputReader();
            if (!"stopped".equals(lines.readLine())) {
                throw new IOException("SIGSTOP could not be sent to pid " + process.pid());
            }
            awaitPaused(process);
            return new Pause(process, sender);
        } catch (IOException | RuntimeException e) {
            sender.destroyForcibly();
            throw e;
        }
    }

    /** Resumes a process that was stopped from elsewhere. */
    public void resume(ProcessIdentity process) throws IOException {
        requireThere(process);
        requireSent(start(RESUME, process), process, "SIGCONT");
    }

    /**
     * Makes a JVM print its threads on its standard output.
     *
     * @param process a JVM that is up; another process would die of it
     * @return false if the signal was not sent
     */
    public boolean askThreads(ProcessIdentity process) {
        if (system.startsWith("Windows") || !process.isAlive()) {
            return false;
        }
        try {
            requireSent(start(ASK_THREADS, process), process, "SIGQUIT");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(String script, ProcessIdentity process) throws IOException {
        return new ProcessBuilder(shell, "-c", script, "multiprocess-pause", Long.toString(process.pid()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void requireThere(ProcessIdentity process) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("pid " + process.pid() + " has ended");
        }
    }

    private void awaitPaused(ProcessIdentity process) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        Uninterruptibly.run(() -> {
            while (showsStates && !isPaused.test(process)) {
                requireThere(process);
                if (System.nanoTime() > end) {
                    throw new IOException("pid " + process.pid() + " did not stop within " + LIMIT.toSeconds() + " s");
                }
                // Only a parent that also waits for stops learns of one, and Java's process waits for ends only.
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        });
    }

    private static void requireSent(Process sender, ProcessIdentity process, String signal) throws IOException {
        try {
            if (!sender.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || sender.exitValue() != 0) {
                sender.destroyForcibly();
                throw new IOException(signal + " could not be sent to pid " + process.pid());
            }
        } catch (InterruptedException e) {
            // The sender continues by itself.
            Thread.currentThread().interrupt();
        }
    }

    /** A process that was stopped, and the shell that will resume it. */
    public static final class Pause {

        private final ProcessIdentity process;
        private final Process sender;

        private Pause(ProcessIdentity process, Process sender) {
            this.process = process;
            this.sender = sender;
        }

        /** Resumes the process. */
        public void resume() throws IOException {
            sender.getOutputStream().write('\n');
            sender.getOutputStream().close();
            requireSent(sender, process, "SIGCONT");
        }

        /** Sends nothing: the process has ended, and its pid may soon belong to another. */
        public void abandon() {
            sender.destroyForcibly();
        }
    }
}
