package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.OtherJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM with the agent, which runs a program of these tests below a directory. */
final class RecordedJvm {

    private static final long LIMIT_SECONDS = 60;

    private final Path javaHome;
    private final AgentFiles agent;
    private final Path base;

    RecordedJvm(Path javaHome, Path base) throws IOException {
        this.javaHome = javaHome;
        this.base = base;
        this.agent = AgentFiles.of(javaHome, base.resolve("agent"));
    }

    /** This JVM's Java, and one of another release, where there is one. */
    static Stream<Path> javaHomes() {
        return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), OtherJava.find().stream());
    }

    Path log() {
        return base.resolve("log");
    }

    List<Operation> recording() throws IOException {
        return RecordingReader.read(log());
    }

    /** Runs a program to its end, and tells its exit code. */
    int run(List<String> before, Class<?> program, Path directory, Object... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(javaHome.resolve("bin").resolve("java").toString());
        // The JVM trusts the JDK's classes, and would not look at what is woven.
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(agent.arguments(directory, log()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.add(directory.toString());
        for (Object word : words) {
            command.add(word.toString());
        }
        Path output = base.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as(Files.readString(output)).isTrue();
        // The JVM says there what it does not like about the agent.
        assertThat(output).hasContent("");
        return process.exitValue();
    }
}
