package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ExitStatus.End;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Agents that children have, and those that they cannot have. */
@Tag("fork")
@Timeout(60)
class AgentTests {

    private static Path agent;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a JVM that gives up shows as a signal here")
    void agentFails_failureNamesItAndTheOptionThatLeavesItOut(@TempDir Path directory) throws IOException {
        agent = directory.resolve("port-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Broken.class.getName());
        try (OutputStream file = Files.newOutputStream(agent)) {
            new JarOutputStream(file, manifest).close();
        }

        assertThat(run(AgentTestCases.class, "hasABrokenAgent"))
                .hasOneFailure()
                .isOfChild("server", End.KILLED)
                .withExit(134, "SIGABRT")
                .tells("ended before its task began: it was killed by SIGABRT (exit code 134)\n")
                .tells("port-agent.jar\n")
                .tells(
                        "\nIts JVM gave up as it does if an agent fails, for example since two JVMs cannot have one port:"
                                + " withoutAgent leaves it out for children.");
    }

    @MultiProcessTest
    void noAgentIsOfThatName_startIsRefused(Processes processes) {
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() ->
                        processes.with(o -> o.withoutAgent("no-such-*.jar")).start(() -> 1))
                .withMessageStartingWith("withoutAgent must match an agent that a child would have:"
                        + " withoutAgent=no-such-*.jar, agents=[");
    }

    /** An agent that finds its port in use. */
    static final class Broken {

        public static void premain(String arguments) {
            throw new IllegalStateException("port 9010 is in use");
        }
    }

    @MultiProcess
    static class AgentTestCases {

        @Test
        void hasABrokenAgent(Processes processes) {
            processes.with(o -> o.jvmArgs("-javaagent:" + agent)).start("server", () -> {});
        }
    }
}
