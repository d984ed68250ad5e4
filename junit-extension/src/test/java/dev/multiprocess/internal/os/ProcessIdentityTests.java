package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.reap.Family;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProcessIdentityTests {

    private static final ProcessIdentity SELF = ProcessIdentity.current();

    @Test
    void text_isReadAsItWasWritten() {
        assertThat(SELF.toString()).startsWith(ProcessHandle.current().pid() + "@");
        assertThat(ProcessIdentity.parse(SELF.toString())).contains(SELF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1@", "@1", "1@2@3", "x@1", "-1@1", "99999999999999999999@1"})
    void otherText_isNotRead(String text) {
        assertThat(ProcessIdentity.parse(text)).isEmpty();
    }

    @Test
    void sameStart_isAliveWithinTheTolerance() {
        assertThat(SELF.isAlive()).isTrue();
        assertThat(startedLater(Duration.ofSeconds(2)).isAlive()).isTrue();
        assertThat(startedLater(Duration.ofSeconds(-2)).isAlive()).isTrue();
    }

    @Test
    void otherStart_isAnotherProcess() {
        assertThat(startedLater(Duration.ofMillis(2001)).isAlive()).isFalse();
        assertThat(startedLater(Duration.ofMillis(-2001)).isAlive()).isFalse();
        assertThat(new ProcessIdentity(SELF.pid(), Instant.EPOCH).handle()).isEmpty();
    }

    private static ProcessIdentity startedLater(Duration difference) {
        return new ProcessIdentity(SELF.pid(), SELF.start().plus(difference));
    }

    @Test
    void killedProcess_isDead() throws Exception {
        try (Family family = Family.start(1, Map.of())) {
            assertThat(family.member(0).isAlive()).isTrue();
            family.kill(0);
            assertThat(family.member(0).isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "X"})
    void stateOfADefunctProcess_isDead(String state, @TempDir Path proc) throws IOException {
        writeStat(proc, "(a) Z S (name) " + state + " 1 1");
        assertThat(SELF.isAlive(new ProcFiles(proc))).isFalse();
    }

    @Test
    void stateOfARunningProcess_isAlive(@TempDir Path proc) throws IOException {
        writeStat(proc, "(Z Z) S 1 1");
        assertThat(SELF.isAlive(new ProcFiles(proc))).isTrue();
    }

    @Test
    void allThreadsStopped_isPaused(@TempDir Path proc) throws IOException {
        Path threads =
                Files.createDirectories(proc.resolve(Long.toString(SELF.pid())).resolve("task"));
        Path first = Files.createDirectory(threads.resolve("1"));
        Path second = Files.createDirectory(threads.resolve("2"));
        assertThat(SELF.isPaused(new ProcFiles(proc))).isFalse();
        Files.writeString(first.resolve("stat"), "1 (T x) T 1");
        assertThat(SELF.isPaused(new ProcFiles(proc))).isTrue();
        Files.writeString(second.resolve("stat"), "2 (T) S 1");
        assertThat(SELF.isPaused(new ProcFiles(proc))).isFalse();
        Files.writeString(second.resolve("stat"), "2 (S) t 1");
        assertThat(SELF.isPaused(new ProcFiles(proc))).isTrue();
        assertThat(SELF.isPaused(new ProcFiles(proc.resolve("none")))).isFalse();
        assertThat(startedLater(Duration.ofMinutes(1)).isPaused(new ProcFiles(proc)))
                .isFalse();
    }

    private static void writeStat(Path proc, String afterPid) throws IOException {
        Path directory = Files.createDirectory(proc.resolve(Long.toString(SELF.pid())));
        Files.writeString(directory.resolve("stat"), SELF.pid() + " " + afterPid);
    }

    @Test
    void withoutStates_aCommandMeansAlive(@TempDir Path elsewhere) {
        assertThat(SELF.isAlive(new ProcFiles(elsewhere))).isTrue();
    }

    @Test
    @EnabledOnOs(LINUX)
    void processThatAwaitsItsParent_isDeadThoughItsHandleSaysAlive() throws Exception {
        // the child ends when its input does; nobody asks, once its parent has become a program that knows of no child
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; (read line <&3) & echo $!; exec sleep 60").start();
        try (BufferedReader lines = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            ProcessIdentity identity = ProcessIdentity.of(child).orElseThrow();
            spinWhile(() -> parent.info().command().orElseThrow().endsWith("sh"));
            parent.getOutputStream().close();
            spinWhile(identity::isAlive);
            assertThat(child.isAlive()).isTrue();
        } finally {
            parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void spinWhile(BooleanSupplier condition) {
        while (condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }
}
