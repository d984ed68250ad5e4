package dev.multiprocess.maven;

import static dev.multiprocess.maven.Modules.addExecution;
import static dev.multiprocess.maven.Modules.addOurs;
import static dev.multiprocess.maven.Modules.addSurefire;
import static dev.multiprocess.maven.Modules.configuration;
import static dev.multiprocess.maven.Modules.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.MultiProcessConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleModelTests {

    private static final String TIMEOUT_OF_FORK = "forkedProcessTimeoutInSeconds";
    private static final Map<String, String> TIMEOUT = Map.of("multiprocess.timeout", "9s");

    private final MavenProject project = Modules.module("feed", Path.of("feed").toAbsolutePath());
    private final ModuleModel model = new ModuleModel(project);

    @Test
    void moduleWithoutThePlugin_hasNoParameters() {
        assertThat(model.parameters()).isEmpty();
    }

    @Test
    void parameters_comeFromTheConfigurationThenFromThePomsProperties() {
        addOurs(project, Map.of("timeout", "9s"));
        project.getProperties().setProperty("multiprocess.timeout", "8s");
        project.getProperties().setProperty("multiprocess.stopGrace", "7s");
        project.getProperties().setProperty("multiprocess.version", "0.1");
        assertThat(model.parameters()).contains(Map.of("timeout", "9s", "stopGrace", "7s"));
    }

    @Test
    void emptyElement_isNotSet() {
        Map<String, String> empty = new HashMap<>();
        empty.put("timeout", null);
        addOurs(project, empty);
        assertThat(model.parameters()).contains(Map.of());
    }

    @Test
    void elementsInAValue_fail() {
        Plugin plugin = addOurs(project, Map.of("jvmArgs", ""));
        ((Xpp3Dom) plugin.getConfiguration()).getChild("jvmArgs").addChild(new Xpp3Dom("arg"));
        assertThatThrownBy(model::parameters)
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.jvmArgs must be text without elements in it: <arg>"
                        + " (Maven plugin parameter of module 'feed')");
    }

    @Test
    void executionWithTheSameConfiguration_isAllowed() {
        Plugin plugin = addOurs(project, Map.of("timeout", "9s"));
        addExecution(plugin, "default").setConfiguration(configuration(Map.of("timeout", "9s")));
        assertThat(model.parameters()).contains(Map.of("timeout", "9s"));
    }

    @Test
    void executionWithAConfigurationOfItsOwn_fails() {
        Plugin plugin = addOurs(project, Map.of("timeout", "9s"));
        addExecution(plugin, "late").setConfiguration(configuration(Map.of("timeout", "9s", "zombies", "reap")));
        assertThatThrownBy(model::parameters)
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.zombies must be set in the <configuration> of the plugin, since it holds for"
                        + " all tests of a module: 'reap' (execution 'late' in module 'feed')");
    }

    @ParameterizedTest
    @CsvSource({
        "2.12.4, true",
        "2.22.2, true",
        "3.0.0, false",
        "3.0.0-M5, false",
        "3.5.6, false",
        "4.0, false",
        "none, true"
    })
    void surefireBelow3_isComplainedAbout(String version, boolean complaint) {
        addSurefire(project).setVersion(version);
        assertThat(model.complaintAboutSurefire())
                .isEqualTo(
                        complaint
                                ? Optional.of("module 'feed' must use maven-surefire-plugin 3.0.0 or later, found "
                                        + version + ": it may run no test of JUnit Jupiter and pass")
                                : Optional.empty());
    }

    @Test
    void moduleWithoutSurefire_isNotComplainedAbout() {
        assertThat(model.complaintAboutSurefire()).isEmpty();
    }

    @Test
    void moduleThatDependsOnTheExtension_hasTests() {
        assertThat(model.hasTests()).isFalse();
        Dependency extension = new Dependency();
        extension.setGroupId("dev.multiprocess");
        extension.setArtifactId("multiprocess-junit");
        project.getModel().addDependency(extension);
        assertThat(model.hasTests()).isTrue();
        project.getModel().setPackaging("pom");
        assertThat(model.hasTests()).isFalse();
    }

    @Test
    void surefireAndFailsafe_getThePropertiesInExecutionsAndPlugin() {
        Plugin surefire = addSurefire(project);
        PluginExecution tests = addExecution(surefire, "default-test");
        Plugin failsafe = Modules.add(project, "org.apache.maven.plugins", "maven-failsafe-plugin");
        PluginExecution integrationTests = addExecution(failsafe, "it");
        Plugin other = Modules.add(project, "org.apache.maven.plugins", "maven-jar-plugin");
        model.addToTestJvms(TIMEOUT);
        assertThat(variable(surefire, "multiprocess.timeout")).isEqualTo("9s");
        assertThat(variable(tests, "multiprocess.timeout")).isEqualTo("9s");
        assertThat(variable(failsafe, "multiprocess.timeout")).isEqualTo("9s");
        assertThat(variable(integrationTests, "multiprocess.timeout")).isEqualTo("9s");
        assertThat(other.getConfiguration()).isNull();
    }

    @Test
    void surefireThatTellsBeforeItKills_getsThisPluginOnItsClassPath() {
        addOurs(project, Map.of()).setVersion("0.1");
        Plugin surefire = addSurefire(project);
        surefire.setVersion("3.6.1");
        addExecution(surefire, "default-test").setConfiguration(configuration(Map.of(TIMEOUT_OF_FORK, "9")));

        model.askTestJvmsBeforeTheyAreKilled(new Properties());

        assertThat(surefire.getDependencies()).singleElement().satisfies(dependency -> {
            assertThat(dependency.getGroupId()).isEqualTo("dev.multiprocess");
            assertThat(dependency.getArtifactId()).isEqualTo("multiprocess-maven-plugin");
            assertThat(dependency.getVersion()).isEqualTo("0.1");
        });
    }

    @ParameterizedTest
    @CsvSource({"3.6.0,true", "3.10.0,true", "4.0.0-beta-1,true", "3.5.6,false", "2.22.2,false", ",false"})
    void timeoutOfTestJvmsOnTheCommandLine_countsToo(String version, boolean asked) {
        addOurs(project, Map.of()).setVersion("0.1");
        Plugin surefire = addSurefire(project);
        surefire.setVersion(version);

        model.askTestJvmsBeforeTheyAreKilled(Modules.properties(Map.of("surefire.timeout", "9")));

        assertThat(surefire.getDependencies()).hasSize(asked ? 1 : 0);
    }

    @Test
    void surefireWithoutTimeout_isLeftAlone() {
        addOurs(project, Map.of()).setVersion("0.1");
        Plugin surefire = addSurefire(project);
        surefire.setVersion("3.6.1");

        model.askTestJvmsBeforeTheyAreKilled(new Properties());

        assertThat(surefire.getDependencies()).isEmpty();
    }

    @Test
    void whatTheUserConfiguredThere_stays() {
        Plugin surefire = addSurefire(project);
        Xpp3Dom configuration = configuration(Map.of("argLine", "-Xmx100m"));
        Xpp3Dom variables = new Xpp3Dom("systemPropertyVariables");
        for (Xpp3Dom variable : configuration(Map.of("mine", "yes", "multiprocess.timeout", "1s"))
                .getChildren()) {
            variables.addChild(variable);
        }
        configuration.addChild(variables);
        surefire.setConfiguration(configuration);
        model.addToTestJvms(Map.of("multiprocess.timeout", "9s", "multiprocess.stopGrace", "2s"));
        assertThat(configuration.getChild("argLine").getValue()).isEqualTo("-Xmx100m");
        assertThat(configuration.getChildCount()).isEqualTo(2);
        assertThat(variable(surefire, "mine")).isEqualTo("yes");
        assertThat(variable(surefire, "multiprocess.timeout")).isEqualTo("1s");
        assertThat(variable(surefire, "multiprocess.stopGrace")).isEqualTo("2s");
    }
}
