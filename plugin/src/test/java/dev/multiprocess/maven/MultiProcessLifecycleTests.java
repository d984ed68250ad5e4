package dev.multiprocess.maven;

import static dev.multiprocess.maven.Modules.addOurs;
import static dev.multiprocess.maven.Modules.addSurefire;
import static dev.multiprocess.maven.Modules.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.MavenExecutionException;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MultiProcessLifecycleTests {

    @TempDir
    private Path base;

    private final MultiProcessLifecycle lifecycle = new MultiProcessLifecycle();
    private final DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();

    @Test
    void modulesWithThePlugin_shareOneSession() throws Exception {
        MavenProject first = module("first");
        MavenProject second = module("second");
        MavenProject without = Modules.module("without", base.resolve("without"));
        Plugin untouched = addSurefire(without);
        MavenSession build = build(first, second, without);
        lifecycle.afterProjectsRead(build);
        lifecycle.afterSessionEnd(build);
        assertThat(session(first)).isNotBlank().isEqualTo(session(second));
        assertThat(first.getContextValue("multiprocess.session")).isEqualTo(session(first));
        assertThat(untouched.getConfiguration()).isNull();
        assertThat(build.getResult().hasExceptions()).isFalse();
    }

    @Test
    void skip_leavesTheModuleAsItIs() throws Exception {
        MavenProject skipped = Modules.module("skipped", base);
        Plugin surefire = addSurefire(skipped);
        addOurs(skipped, Map.of("skip", "true"));
        MavenSession build = build(skipped);
        lifecycle.afterProjectsRead(build);
        lifecycle.afterSessionEnd(build);
        assertThat(surefire.getConfiguration()).isNull();
    }

    @Test
    void badValue_failsTheBuildBeforeItStarts() {
        MavenProject project = Modules.module("feed", base);
        addOurs(project, Map.of("timeout", "soon"));
        assertThatThrownBy(() -> lifecycle.afterProjectsRead(build(project)))
                .isInstanceOf(MavenExecutionException.class)
                .hasMessage("multiprocess.timeout must be a number and one of ns, us, ms, s, m, h and d,"
                        + " as in 20s or 500 ms: 'soon' (Maven plugin parameter of module 'feed')");
    }

    @Test
    @EnabledOnOs(LINUX)
    void processLeft_failsTheBuildBeforeItsSummary() throws Exception {
        MavenProject project = module("feed");
        MavenSession build = build(project);
        List<Boolean> failedAtSummary = new ArrayList<>();
        request.setExecutionListener(new AbstractExecutionListener() {
            @Override
            public void sessionEnded(ExecutionEvent event) {
                failedAtSummary.add(build.getResult().hasExceptions());
            }
        });
        lifecycle.afterProjectsRead(build);
        try (Leftovers left = Leftovers.start(session(project), base.resolve("feed"))) {
            request.getExecutionListener().projectStarted(null);
            assertThat(left.isAlive()).isTrue();
            request.getExecutionListener().sessionEnded(null);
            lifecycle.afterSessionEnd(build);
            assertThat(left.isAlive()).isFalse();
        }
        assertThat(failedAtSummary).containsExactly(true);
        assertThat(build.getResult().getExceptions())
                .singleElement()
                .isInstanceOf(MojoFailureException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("the tests of module 'feed' left 1 process running, ended now:\n  pid ");
    }

    @ParameterizedTest
    @EnabledOnOs(LINUX)
    @CsvSource({
        "multiprocess:ps, true",
        "dev.multiprocess:multiprocess-maven-plugin:ps, true",
        "dev.multiprocess:multiprocess-maven-plugin:0.1.0:ps, true",
        "multiprocess:help, true",
        "multiprocess:reap, false",
        "verify, false"
    })
    void goalThatOnlyLooks_findsWhatAnEarlierBuildLeft(String goal, boolean finds) throws Exception {
        MavenProject project = module("feed");
        MavenSession build = build(project);
        request.setGoals(List.of(goal));
        try (Leftovers left = Leftovers.start("earlier", base.resolve("feed"))) {
            lifecycle.afterProjectsRead(build);
            lifecycle.afterSessionEnd(build);
            assertThat(left.isAlive()).isEqualTo(finds);
        }
    }

    private MavenProject module(String name) {
        MavenProject project = Modules.module(name, base.resolve(name));
        addSurefire(project);
        addOurs(project, Map.of());
        return project;
    }

    private static String session(MavenProject project) {
        return variable(project.getPlugin("org.apache.maven.plugins:maven-surefire-plugin"), "multiprocess.session");
    }

    @SuppressWarnings("deprecation") // the other constructors need a container
    private MavenSession build(MavenProject... modules) {
        MavenSession build = new MavenSession(null, null, request, new DefaultMavenExecutionResult());
        build.setProjects(List.of(modules));
        return build;
    }
}
