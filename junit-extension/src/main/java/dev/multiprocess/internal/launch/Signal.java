package dev.multiprocess.internal.launch;

import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Signals that the JDK has no method for. There are none on Windows. */
enum Signal {
    /** Lets a paused process go on. */
    CONT,

    /** Makes a JVM print its threads. */
    QUIT;

    private static final long SECONDS = 2;

    private static final boolean EXIST =
            !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /**
     * Sends it.
     *
     * @param pid of any process
     * @return false if it was not sent
     */
    boolean send(long pid) {
        if (!EXIST) {
            return false;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor(SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
