package dev.multiprocess.maven;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.SessionCookie;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** A real JVM that somebody left running: {@link Forever} waits for ever. Killed on close. */
record Leftovers(Process process, ProcessIdentity identity) implements AutoCloseable {

    /** No process has this pid. */
    private static final ProcessIdentity DEAD = new ProcessIdentity(Integer.MAX_VALUE, Instant.EPOCH);

    static Leftovers start(String session, Path project) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Forever.class.getName());
        builder.environment().putAll(new SessionCookie(session, DEAD, project).environment());
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (process.inputReader().readLine() == null) {
            throw new IOException("the JVM ended at once");
        }
        return new Leftovers(process, ProcessIdentity.of(process.toHandle()).orElseThrow());
    }

    /** What it runs. */
    static final class Forever {

        private Forever() {}

        /** Says that it runs, and runs. */
        public static void main(String[] args) throws InterruptedException {
            System.out.println("running");
            new CountDownLatch(1).await();
        }
    }

    /** Asks the operating system; {@link Process#isAlive} is told of a death some time later. */
    boolean isAlive() {
        return identity.isAlive();
    }

    /** Its line in a report. */
    String line() {
        return "\n  pid " + process.pid() + ", not a child of a test itself: "
                + Path.of(System.getProperty("java.home"), "bin", "java");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
