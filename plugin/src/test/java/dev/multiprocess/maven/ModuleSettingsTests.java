package dev.multiprocess.maven;

import static dev.multiprocess.maven.Modules.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.MultiProcessConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class ModuleSettingsTests {

    private final Path base = Path.of("feed").toAbsolutePath();
    private final MavenProject project = Modules.module("feed", base);

    @Test
    void nothingSet_testJvmsGetTheSessionAndTheBuildDirectorysOutput() {
        assertThat(settings(Map.of(), Map.of()).forTestJvms("s-1"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "multiprocess.session",
                        "s-1",
                        "multiprocess.outputDirectory",
                        base.resolve("target").resolve("multiprocess").toString()));
    }

    @Test
    void parameters_areHandedToTestJvms() {
        assertThat(settings(Map.of("timeout", "2m", "outputDirectory", "out put"), Map.of())
                        .forTestJvms("s-1"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "multiprocess.session",
                        "s-1",
                        "multiprocess.timeout",
                        "120s",
                        "multiprocess.outputDirectory",
                        base.resolve("out put").toString()));
    }

    @Test
    void commandLine_isMoreSpecificAndLeftToSurefire() {
        ModuleSettings settings = settings(
                Map.of("timeout", "20s", "stopGrace", "1s"),
                Map.of("multiprocess.timeout", "30s", "multiprocess.outputDirectory", "out", "other", "x"));
        assertThat(settings.options().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.options().outputDirectory()).isEqualTo(base.resolve("out"));
        assertThat(settings.forTestJvms("s-1"))
                .isEqualTo(Map.of("multiprocess.session", "s-1", "multiprocess.stopGrace", "1s"));
    }

    @Test
    void badParameter_failsNamingTheModule() {
        assertThatThrownBy(() -> settings(Map.of("zombies", "kill"), Map.of()))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.zombies must be fail or reap or ignore: 'kill'"
                        + " (Maven plugin parameter of module 'feed')");
    }

    @Test
    void summary_saysWhatMattersMost() {
        assertThat(settings(Map.of("zombies", "reap"), Map.of("multiprocess.timeout", "9s"))
                        .summary())
                .isEqualTo("MultiProcess takes part in the tests of module 'feed': timeout 9s, start method SPAWN,"
                        + " processes that are left: reap");
    }

    @Test
    void unknownParameter_failsNamingTheModule() {
        assertThatThrownBy(() -> settings(Map.of("timout", "1s"), Map.of()))
                .hasMessage("multiprocess.timout (Maven plugin parameter of module 'feed') is no option; did you mean"
                        + " multiprocess.timeout?");
    }

    @Test
    void badCommandLine_fails() {
        assertThatThrownBy(() -> settings(Map.of(), Map.of("multiprocess.stopGrace", "0s")))
                .hasMessage("multiprocess.stopGrace must be between 1ms and 7d: '0s' (Maven command line)");
        assertThatThrownBy(() -> settings(Map.of(), Map.of("multiprocess.timout", "1s")))
                .hasMessage("multiprocess.timout (Maven command line) is no option; did you mean"
                        + " multiprocess.timeout?");
    }

    @Test
    void propertyOfThePomOverriddenOnTheCommandLine_isNoneOfOurs() {
        project.getProperties().setProperty("multiprocess.version", "0.1");
        assertThat(settings(Map.of(), Map.of("multiprocess.version", "0.2")).told())
                .containsExactly("multiprocess.outputDirectory");
    }

    @Test
    void orderOfCheckpointsOnTheCommandLine_isForTheTests() {
        assertThat(settings(Map.of(), Map.of("multiprocess.order", "3")).told())
                .containsExactly("multiprocess.outputDirectory");
        assertThatThrownBy(() -> settings(Map.of("order", "3"), Map.of()))
                .hasMessageContaining("multiprocess.order")
                .hasMessageContaining("is no option");
    }

    @Test
    void session_mustNotBeSet() {
        assertThatThrownBy(() -> settings(Map.of(), Map.of("multiprocess.session", "mine")))
                .hasMessage("multiprocess.session is made by the plugin for each build and must not be set: 'mine'"
                        + " (Maven command line)");
    }

    private ModuleSettings settings(Map<String, String> parameters, Map<String, String> commandLine) {
        return ModuleSettings.of(project, parameters, properties(commandLine));
    }
}
