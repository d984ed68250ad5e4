package dev.multiprocess.benchmarks.jvm;

import com.oracle.bedrock.runtime.LocalPlatform;
import com.oracle.bedrock.runtime.console.CapturingApplicationConsole;
import com.oracle.bedrock.runtime.java.ClassPath;
import com.oracle.bedrock.runtime.java.JavaApplication;
import com.oracle.bedrock.runtime.java.options.ClassName;
import com.oracle.bedrock.runtime.options.Console;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Measures from Bedrock's {@code launch} to a moment in the life of an empty {@code main}, in milliseconds. */
public final class BedrockStart implements Subject {

    private static final Logger LOG = Logger.getLogger("com.oracle.bedrock");

    private final Moment moment;

    /**
     * Measures one moment.
     *
     * @param moment when the clock stops
     */
    public BedrockStart(Moment moment) {
        this.moment = moment;
        // It prints a table for every launch.
        LOG.setLevel(Level.WARNING);
    }

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public List<Double> measure(Effort effort) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < effort.steps(4); i++) {
            millis.add(one());
        }
        return List.of(Samples.median(millis));
    }

    private double one() throws Exception {
        CapturingApplicationConsole console = new CapturingApplicationConsole();
        long start = System.nanoTime();
        try (JavaApplication application = LocalPlatform.get()
                .launch(
                        JavaApplication.class,
                        ClassName.of(StartMain.class),
                        ClassPath.ofSystem(),
                        Console.of(console))) {
            application.waitFor();
            long joined = System.nanoTime();
            return ((moment == Moment.JOINED ? joined : firstLine(console)) - start) / 1e6;
        }
    }

    private static long firstLine(CapturingApplicationConsole console) {
        return console.getCapturedOutputLines().stream()
                .map(line -> line.replaceAll(".*\\D(?=\\d+$)", ""))
                .filter(line -> line.matches("\\d{6,}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no time among " + console.getCapturedOutputLines()));
    }
}
