package dev.multiprocess.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file that tells how a child was started, with what, and how it ended; beside its output. */
final class LaunchRecord {

    private LaunchRecord() {}

    static Path file(LaunchRequest request) {
        return request.file(".launch.txt");
    }

    /** Begins it anew. What cannot be written, now or later, is no reason to fail a test. */
    static void write(LaunchRequest request, ChildLauncher.Launched launched, Optional<StateCapture> state) {
        Facts facts = new Facts(
                "child '" + request.name() + "' (pid " + launched.process().pid() + ") of test " + request.test());
        facts.add("start method", request.options().startMethod());
        facts.add("started as", launched.how());
        facts.add("again by hand", "java @" + launched.argumentFile());
        request.process().workingDirectory().ifPresent(directory -> facts.add("directory", directory));
        if (!request.process().environment().isEmpty()) {
            facts.add(
                    "environment",
                    String.join(", ", request.process().environment().keySet()));
        }
        state.ifPresent(capture -> capture.describe(facts));
        write(request, facts + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Adds a line later. */
    static void add(LaunchRequest request, String key, Object value) {
        String line = new Facts("").add(key, value).toString().substring(1) + "\n";
        write(request, line, StandardOpenOption.APPEND);
    }

    private static void write(LaunchRequest request, String text, StandardOpenOption where) {
        try {
            Files.writeString(file(request), text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, where);
        } catch (IOException e) {
            System.getLogger(LaunchRecord.class.getName())
                    .log(System.Logger.Level.WARNING, "the launch record {0} cannot be written: {1}", file(request), e);
        }
    }
}
