package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.SessionCookie;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.ReflectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledOnOs(LINUX)
class PsMojoTests {

    @TempDir
    private Path base;

    private final List<String> infos = new ArrayList<>();

    @Test
    void nothingAlive_saysSo() throws Exception {
        ps(Modules.module("feed", base)).execute();
        assertThat(infos).containsExactly("No process of tests of module 'feed' is alive.");
    }

    @Test
    void childOfALiveTestJvm_isListedWithItsNameAndTest() throws Exception {
        try (Leftovers left = Leftovers.start("b-7", base)) {
            SessionCookie cookie = new SessionCookie("b-7", ProcessIdentity.current(), base);
            new ChildRegistry(base.resolve("target/multiprocess"))
                    .add(new ChildRegistry.Entry(left.identity(), "audit", "OrderFeedTest.all", cookie));
            ps(Modules.module("feed", base), Modules.module("shop", base.resolve("shop")))
                    .execute();
            assertThat(infos)
                    .containsExactly(
                            "1 process of tests of modules 'feed', 'shop' is alive:",
                            "  pid " + left.process().pid() + ", child 'audit' of OrderFeedTest.all: "
                                    + left.process().info().command().orElseThrow() + ", started " + started(left)
                                    + ", session b-7, test JVM "
                                    + ProcessHandle.current().pid() + " is alive");
            assertThat(left.isAlive()).isTrue();
        }
    }

    @Test
    void orphans_areListedAndLeftAlone() throws Exception {
        try (Leftovers first = Leftovers.start("earlier", base);
                Leftovers second = Leftovers.start("earlier", base)) {
            ps(Modules.module("feed", base)).execute();
            assertThat(infos).hasSize(3).first().isEqualTo("2 processes of tests of module 'feed' are alive:");
            assertThat(infos.subList(1, 3)).allMatch(line -> line.endsWith(", test JVM 2147483647 is dead"));
            assertThat(List.of(first, second)).allMatch(Leftovers::isAlive);
        }
    }

    @Test
    void outsideOfAProject_processesOfAllAreListed() throws Exception {
        try (Leftovers left = Leftovers.start("earlier", base)) {
            ps(new MavenProject(new Model())).execute();
            assertThat(infos).first().asString().contains("of tests of any project");
            assertThat(infos)
                    .anyMatch(line -> line.startsWith("  pid " + left.process().pid() + ", "));
        }
    }

    @Test
    void badValue_fails() {
        MavenProject project = Modules.module("feed", base);
        Modules.addOurs(project, Map.of("zombies", "some"));
        assertThatThrownBy(() -> ps(project).execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("multiprocess.zombies must be fail or reap or ignore: 'some'"
                        + " (Maven plugin parameter of module 'feed')");
    }

    private static String started(Leftovers left) {
        return LocalDateTime.ofInstant(left.identity().start(), ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
    }

    @SuppressWarnings("deprecation") // the other constructors of a session need a container
    private PsMojo ps(MavenProject... projects) throws IllegalAccessException {
        MavenSession session =
                new MavenSession(null, null, new DefaultMavenExecutionRequest(), new DefaultMavenExecutionResult());
        session.setProjects(List.of(projects));
        PsMojo ps = new PsMojo();
        ReflectionUtils.setVariableValueInObject(ps, "session", session);
        ps.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                infos.add(content.toString());
            }
        });
        return ps;
    }
}
