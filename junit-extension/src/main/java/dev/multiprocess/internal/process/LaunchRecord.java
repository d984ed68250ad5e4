package dev.multiprocess.internal.process;

import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.report.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The file that records how a child was started, with what, and how it ended; beside its output. */
public final class LaunchRecord {

    private LaunchRecord() {}

    static Path file(ChildPlan plan) {
        return plan.file(".launch.txt");
    }

    /** Begins it anew. A failure to write, now or later, is no reason to fail a test. */
    public static void write(ChildPlan plan, StartedJvm launched, Map<String, List<String>> more) {
        Facts facts = new Facts(
                "child '" + plan.name() + "' (pid " + launched.process().pid() + ") of test " + plan.test());
        facts.add("start method", plan.options().startMethod());
        facts.add("started as", launched.how());
        facts.add("command", "java @" + launched.argumentFile() + " (by hand it ends at once: its test JVM is gone)");
        plan.process().workingDirectory().ifPresent(directory -> facts.add("directory", directory));
        if (!plan.process().environment().isEmpty()) {
            facts.add(
                    "environment",
                    String.join(", ", plan.process().environment().keySet()));
        }
        more.forEach(facts::add);
        write(plan, facts + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Adds a line later. */
    static void add(ChildPlan plan, String key, Object value) {
        String line = Facts.line(key, value) + "\n";
        write(plan, line, StandardOpenOption.APPEND);
    }

    private static void write(ChildPlan plan, String text, StandardOpenOption where) {
        try {
            Files.writeString(file(plan), text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, where);
        } catch (IOException e) {
            System.getLogger(LaunchRecord.class.getName())
                    .log(System.Logger.Level.WARNING, "the launch record {0} cannot be written: {1}", file(plan), e);
        }
    }
}
