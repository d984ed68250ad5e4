package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.JavaCommand;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.benchmarks.subject.Subject;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures from the {@code SIGKILL} of a test JVM to the end of the last of its four children, in milliseconds. No
 * plugin takes part: the children notice by themselves.
 */
public final class OrphanEnd implements Subject {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NANOS = 200_000;

    private final boolean busy;

    /** @param busy the children compute, instead of waiting */
    public OrphanEnd(boolean busy) {
        this.busy = busy;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < effort.steps(10); i++) {
            millis.add(once());
        }
        return List.of(Samples.median(millis));
    }

    private double once() throws IOException {
        Process testJvm = new ProcessBuilder(JavaCommand.of(OrphanEndMain.class, Boolean.toString(busy)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessIdentity> children = new ArrayList<>();
        try (BufferedReader lines = testJvm.inputReader()) {
            while (children.size() < OrphanEndTestCases.CHILDREN) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the test JVM ended before it had told of its children");
                }
                ProcessIdentity.parse(line).ifPresent(children::add);
            }
            long start = System.nanoTime();
            testJvm.destroyForcibly();
            while (children.stream().anyMatch(ProcessIdentity::isAlive)) {
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new IllegalStateException("children outlive their test JVM by more than " + LONGEST);
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
            return (System.nanoTime() - start) / 1e6;
        } finally {
            testJvm.destroyForcibly();
            children.forEach(child -> child.handle().ifPresent(ProcessHandle::destroyForcibly));
        }
    }
}
