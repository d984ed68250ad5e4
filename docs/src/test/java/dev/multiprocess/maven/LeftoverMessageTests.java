package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.docs.CrashingTestJvm;
import dev.multiprocess.docs.Messages;
import dev.multiprocess.internal.reap.SessionCookie;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In the package of the plugin, to end the build's leftovers as it does. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere what a dead child had started is not found")
class LeftoverMessageTests {

    @Test
    void message_isWhatThePluginPrints() throws Exception {
        String session = SessionCookie.newSession();
        Process testJvm = crashingTestJvm(session);
        assertThat(testJvm.waitFor(60, TimeUnit.SECONDS)).isTrue();

        List<String> warnings = new ArrayList<>();
        ModuleSettings module = ModuleSettings.of(module(), Map.of(), new Properties());
        String report = new BuildReaper(List.of(module), warnings::add, remark -> {})
                .reapBuild(session)
                .orElseThrow();

        assertThat(warnings).isEmpty();
        Messages.check("leftover", "[ERROR] " + report.replace("\n", "\n[ERROR] ") + "\n");
    }

    private static Process crashingTestJvm(String session) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingTestJvm.class.getName(),
                        session)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static MavenProject module() {
        Model model = new Model();
        model.setArtifactId("feed");
        model.setBuild(new Build());
        model.getBuild().setDirectory(Path.of("target").toAbsolutePath().toString());
        MavenProject project = new MavenProject(model);
        project.setFile(Path.of("pom.xml").toAbsolutePath().toFile());
        return project;
    }
}
