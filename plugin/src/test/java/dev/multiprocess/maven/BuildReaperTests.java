package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.reap.SessionCookie;
import java.nio.file.Path;
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

    private BuildReaper reaper(String zombies) {
        ModuleSettings module = ModuleSettings.of(
                Modules.module("feed", base), Map.of("zombies", zombies, "stopGrace", "10s"), new Properties());
        return new BuildReaper(List.of(module), warnings::add);
    }
}
