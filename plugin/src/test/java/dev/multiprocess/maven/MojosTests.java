package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.internal.timeline.History;
import dev.multiprocess.internal.timeline.TestSummary;
import dev.multiprocess.internal.timeline.TimelineFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.ReflectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MojosTests {

    @TempDir
    private Path base;

    private final List<String> infos = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @Test
    void skip_saysSoOnce() throws Exception {
        mojo(new PrepareMojo(), "skip", "true").execute();
        assertThat(infos).containsExactly("Skipping: multiprocess.skip is set.");
    }

    @Test
    void prepareWithoutTheExtension_fails() {
        assertThatThrownBy(() -> mojo(new PrepareMojo(), "skip", "false").execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("multiprocess-maven-plugin must be declared with <extensions>true</extensions> in module"
                        + " 'feed': otherwise no option reaches a test and nothing is reaped at the end of the build");
    }

    @Test
    void badValue_fails() {
        assertThatThrownBy(() -> mojo(new PrepareMojo(), "frameLimit", "2g").execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("multiprocess.frameLimit must be between 1k and 1g: '2g'"
                        + " (Maven plugin parameter of module 'feed')");
    }

    @Test
    void reportOfAModuleWithoutProcesses_makesNoPage() throws Exception {
        mojo(new ReportMojo(), "skip", "false").execute();

        assertThat(infos)
                .containsExactly("No test of module 'feed' has started processes and left its files in "
                        + base.resolve("target/multiprocess") + ".");
        assertThat(base.resolve("target/multiprocess/index.html")).doesNotExist();
    }

    @Test
    void report_makesAPageOfWhatTestsHaveLeft() throws Exception {
        Path directory = Files.createDirectories(base.resolve("target/multiprocess/Feed/all"));
        History history = new History("Feed.all", 0, 1, 2, List.of(), List.of(), 0, Map.of(), List.of());
        TimelineFiles.writeSummary(
                history, Set.of(), TestSummary.Result.FAILED, Optional.of("it failed"), List.of(), directory);

        mojo(new ReportMojo(), "skip", "false").execute();

        Path page = base.resolve("target/multiprocess/index.html");
        assertThat(infos).containsExactly("1 test with processes, 1 failed: " + page);
        assertThat(page).content().contains("Processes of the tests of feed", "Feed.all", "it failed");
    }

    @Test
    @EnabledOnOs(LINUX)
    void prepare_endsWhatAnEarlierBuildLeft() throws Exception {
        AbstractMultiProcessMojo prepare = mojo(new PrepareMojo(), "stopGrace", "10s");
        module(prepare).setContextValue("multiprocess.session", SessionCookie.newSession());
        try (Leftovers left = Leftovers.start("earlier", base)) {
            prepare.execute();
            assertThat(left.isAlive()).isFalse();
            assertThat(warnings)
                    .containsExactly(
                            "an earlier build of module 'feed' left 1 process running, ended now:" + left.line());
            assertThat(infos).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void reap_failsForWhatThisBuildLeft() throws Exception {
        AbstractMultiProcessMojo reap = mojo(new ReapMojo(), "stopGrace", "10s");
        module(reap).setContextValue("multiprocess.session", "this-build");
        try (Leftovers left = Leftovers.start("this-build", base)) {
            assertThatThrownBy(reap::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageStartingWith(
                            "the tests of module 'feed' left 1 process running, ended now:" + left.line());
            assertThat(warnings).isEmpty();
        }
    }

    private static MavenProject module(AbstractMultiProcessMojo mojo) throws IllegalAccessException {
        return (MavenProject) ReflectionUtils.getValueIncludingSuperclasses("project", mojo);
    }

    /** Does what Maven does with a goal. */
    @SuppressWarnings("deprecation") // the other constructors of a session need a container
    private AbstractMultiProcessMojo mojo(AbstractMultiProcessMojo mojo, String parameter, String text)
            throws IllegalAccessException {
        ReflectionUtils.setVariableValueInObject(mojo, "project", Modules.module("feed", base));
        ReflectionUtils.setVariableValueInObject(
                mojo,
                "session",
                new MavenSession(null, null, new DefaultMavenExecutionRequest(), new DefaultMavenExecutionResult()));
        ReflectionUtils.setVariableValueInObject(mojo, parameter, text);
        mojo.setLog(new SystemStreamLog() {
            @Override
            public void debug(CharSequence content) {
                // for people
            }

            @Override
            public void info(CharSequence content) {
                infos.add(content.toString());
            }

            @Override
            public void warn(CharSequence content) {
                warnings.add(content.toString());
            }
        });
        return mojo;
    }
}
