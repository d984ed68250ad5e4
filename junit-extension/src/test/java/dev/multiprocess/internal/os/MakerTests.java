package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MakerTests {

    @TempDir
    private Path base;

    @Test
    void makerAsText_isReadAsItWasWritten() {
        assertThat(Maker.parse(Maker.current().toString())).contains(Maker.current());
    }

    /** Half of a text, for one, is no maker that could be found dead. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "1@1", "1@1 world", "1@ world\n", "@1 world\n", "-1@1 world\n", "1@1 a b\n", "1@1 w\n\n"})
    void anyOtherText_isNoMaker(String text) {
        assertThat(Maker.parse(text)).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void name_tellsADeadProcessOrNone() throws Exception {
        Process process = new ProcessBuilder("true").start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Maker.name(-1)).isEqualTo(ProcessHandle.current().pid() + "-3w5e11264sgsf");
        assertThat(Maker.isOfDead(Maker.name(1))).isFalse();
        assertThat(Maker.isOfDead(process.pid() + "-1")).isTrue();
        assertThat(Stream.of("", "-1", "1", process.pid() + "-", process.pid() + "-X", process.pid() + "-1-1"))
                .noneMatch(Maker::isOfDead);
    }

    @Test
    void thisJvm_isNotGone() {
        assertThat(Maker.current().isGone()).isFalse();
    }

    @Test
    void laterProcessOfTheSamePid_isAnother() {
        Maker own = Maker.current();
        assertThat(new Maker(own.pid(), own.start() - 60_000, own.world()).isGone())
                .isTrue();
        // The clock may have been set by a second.
        assertThat(new Maker(own.pid(), own.start() - 1000, own.world()).isGone())
                .isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endedProcess_isGoneAlsoBeforeItsParentAsks() throws Exception {
        Process process = new ProcessBuilder("sleep", "300").start();
        long start = process.info().startInstant().orElseThrow().toEpochMilli();
        Maker maker = new Maker(process.pid(), start, Maker.current().world());
        assertThat(maker.isGone()).isFalse();
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(maker.isGone()).isTrue();
    }

    /** What was written in another container, or before the machine was started anew, cannot be judged here. */
    @Test
    void makerOfAnotherWorld_isNeverGone() {
        assertThat(new Maker(Long.MAX_VALUE >> 2, 1, "another/pid:[1]").isGone())
                .isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void world_isBootAndNamespace() throws IOException {
        Path proc = base.resolve("proc");
        assertThat(Maker.world(proc)).isEqualTo("-");
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "b00t-1d\n");
        Files.createDirectories(proc.resolve("self/ns"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[4026531836]"));
        assertThat(Maker.world(proc)).isEqualTo("b00t-1d/pid:[4026531836]");
        assertThat(Maker.current().world()).matches("[0-9a-f-]+/pid:\\[\\d+]");
    }
}
