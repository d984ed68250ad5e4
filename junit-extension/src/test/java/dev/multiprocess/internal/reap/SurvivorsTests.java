package dev.multiprocess.internal.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.os.ProcFiles;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.Survivors.Survivor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@EnabledOnOs(LINUX)
class SurvivorsTests {

    private static final ProcessIdentity SELF = ProcessIdentity.current();

    @Test
    void processBelowADeadChild_isFoundByTheChildsNumber() throws Exception {
        try (Family child = Family.start(2, mark(71));
                Family other = Family.start(1, mark(72))) {
            child.kill(0);
            assertThat(Survivors.of(Map.of(71, child.member(0).pid())))
                    .containsExactly(new Survivor(child.member(1), 71));
            assertThat(Survivors.of(Map.of(
                            71, child.member(0).pid(), 72, other.member(0).pid())))
                    .containsExactlyInAnyOrder(new Survivor(child.member(1), 71), new Survivor(other.member(0), 72));
            assertThat(Survivors.command(child.member(1))).contains("java").hasSizeLessThanOrEqualTo(121);
        }
    }

    @Test
    void sameNumberOfAnotherTestJvm_isUntouched() throws Exception {
        Map<String, String> environment = new HashMap<>(mark(71));
        environment.put(
                SessionCookie.OWNER,
                new ProcessIdentity(SELF.pid(), SELF.start().plusSeconds(60)).toString());
        try (Family child = Family.start(1, environment)) {
            assertThat(Survivors.of(Map.of(71, child.member(0).pid()))).isEmpty();
        }
    }

    private static Map<String, String> mark(int child) {
        return new SessionCookie("s-1", SELF, Path.of("")).environment(child);
    }

    @TempDir
    private Path proc;

    @Test
    void olderProcesses_areNotLookedAtUntilProcessIdsBeginAgain() throws IOException {
        carry(5, "A=1\0MARK=x\0");
        carry(7, "MARK=x\0");
        carry(8, "NOMARK=x\0MARK=xy\0");
        Files.createSymbolicLink(proc.resolve("self"), proc.resolve("7"));
        assertThat(pids("0.1 0.2 0.3 1/80 9\n", 6)).containsExactly(7L);
        assertThat(pids("0.1 0.2 0.3 1/80 7\n", 7)).containsExactly(7L);
        assertThat(pids("0.1 0.2 0.3 1/80 3\n", 6)).containsExactlyInAnyOrder(5L, 7L);
        assertThat(pids("nothing of use", 6)).containsExactlyInAnyOrder(5L, 7L);
    }

    private void carry(long pid, String environment) throws IOException {
        Path entry = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(entry.resolve("environ"), environment);
        Files.createSymbolicLink(Files.createDirectory(entry.resolve("ns")).resolve("pid"), Path.of("pid:[1]"));
    }

    private List<Long> pids(String load, long oldest) throws IOException {
        Files.writeString(proc.resolve("loadavg"), load);
        return new ProcFiles(proc).pidsWith("MARK", "x", oldest);
    }

    @Test
    void noSuchFiles_nothingIsFound(@TempDir Path elsewhere) {
        assertThat(Survivors.find(new ProcFiles(elsewhere), SELF, Map.of(1, 1L)))
                .isEmpty();
    }
}
