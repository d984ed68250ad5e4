package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledOnOs(LINUX)
class BuildReaperTests {

    @TempDir
    private Path base;

    private final String session = SessionCookie.newSession();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    @Test
    void nothingLeft_nothingSaid() {
        assertThat(reaper("fail").reapBuild(session)).isEmpty();
        reaper("fail").reapEarlierBuilds();
        assertThat(warnings).isEmpty();
    }

    @Test
    void policyFail_endsAndTellsWhyTheBuildFails() throws Exception {
        try (Leftovers left = Leftovers.start(session, base)) {
            assertThat(reaper("fail").reapBuild(session))
                    .contains("the tests of module 'feed' left 1 process running, ended now:" + left.line()
                            + "\nJoin or stop them in their tests; multiprocess.zombies=reap makes this a warning.");
            assertThat(left.isAlive()).isFalse();
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void policyReap_endsAndWarns() throws Exception {
        try (Leftovers left = Leftovers.start(session, base)) {
            assertThat(reaper("reap").reapBuild(session)).isEmpty();
            assertThat(warnings)
                    .containsExactly("the tests of module 'feed' left 1 process running, ended now:" + left.line());
            assertThat(left.isAlive()).isFalse();
            assertThat(base.resolve("target/multiprocess/reaped.txt"))
                    .content()
                    .endsWith(left.line().strip() + "\n");
        }
    }

    @Test
    void policyIgnore_leavesThemAlone() throws Exception {
        try (Leftovers left = Leftovers.start(session, base)) {
            assertThat(reaper("ignore").reapBuild(session)).isEmpty();
            assertThat(warnings).isEmpty();
            assertThat(left.isAlive()).isTrue();
        }
    }

    @Test
    void otherSessionOrModule_isUntouched() throws Exception {
        try (Leftovers left = Leftovers.start(session, base.resolve("other"))) {
            assertThat(reaper("fail").reapBuild(SessionCookie.newSession())).isEmpty();
            assertThat(reaper("fail").reapBuild(session)).isEmpty();
            assertThat(left.isAlive()).isTrue();
        }
    }

    @Test
    void childOfAnEarlierBuildEndsByItselfMeanwhile_itIsStruckOffTheRegistry() throws Exception {
        SessionCookie cookie = new SessionCookie(session, new ProcessIdentity(Integer.MAX_VALUE, Instant.EPOCH), base);
        ProcessBuilder builder = new ProcessBuilder("sleep", "0.5");
        builder.environment().putAll(cookie.environment());
        ProcessIdentity child = ProcessIdentity.of(builder.start().toHandle()).orElseThrow();
        Path output = base.resolve("target").resolve("multiprocess");
        new ChildRegistry(output).add(new ChildRegistry.Entry(child, "child", "", cookie));

        reaper("fail").reapEarlierBuilds();

        assertThat(output.resolve("registry")).isEmptyDirectory();
        assertThat(warnings).isEmpty();
    }

    /** As a test JVM leaves it that is killed with a full queue: what it says of its maker is of no process there is. */
    private static PrivateDirectory abandoned() throws IOException {
        PrivateDirectory left = PrivateDirectory.create();
        for (Path directory : List.of(left.path(), left.queueFolders().get(0))) {
            Path maker = directory.resolve("maker");
            if (Files.exists(maker)) {
                Files.writeString(maker, Files.readString(maker).replaceFirst("@\\d+", "@1"));
            }
        }
        return left;
    }

    @Test
    void memoryOfQueuesThatADeadTestJvmLeft_isRemovedAndToldOf() throws IOException {
        PrivateDirectory running = PrivateDirectory.create();
        try {
            PrivateDirectory atTheStart = abandoned();
            reaper("fail").reapEarlierBuilds();
            assertThat(atTheStart.path()).doesNotExist();
            assertThat(atTheStart.queueFolders()).noneMatch(Files::exists);
            assertThat(remarks)
                    .singleElement()
                    .asString()
                    .startsWith("Removed what test JVMs had left that are dead: ")
                    .contains(atTheStart.path().toString());

            PrivateDirectory atTheEnd = abandoned();
            assertThat(reaper("fail").reapBuild(session)).isEmpty();
            assertThat(atTheEnd.path()).doesNotExist();
            assertThat(warnings).isEmpty();
            assertThat(running.queueFolders())
                    .as("those of a test JVM that runs")
                    .allMatch(Files::exists);
        } finally {
            running.delete();
        }
    }

    private BuildReaper reaper(String zombies) {
        ModuleSettings module = ModuleSettings.of(
                Modules.module("feed", base), Map.of("zombies", zombies, "stopGrace", "10s"), new Properties());
        return new BuildReaper(List.of(module), warnings::add, remarks::add);
    }
}
