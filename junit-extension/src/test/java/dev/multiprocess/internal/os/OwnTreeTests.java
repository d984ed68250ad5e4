package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.kit.OtherUser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no owners there, and links are for administrators")
class OwnTreeTests {

    @TempDir
    private Path base;

    private Path victim;
    private final List<String> problems = new ArrayList<>();

    @BeforeEach
    void fillVictim() throws IOException {
        victim = Files.createDirectory(base.resolve("victim"));
        Files.writeString(victim.resolve("thesis"), "years");
        Files.writeString(victim.resolve("maker"), dead().toString());
    }

    private static Maker dead() {
        Maker own = Maker.current();
        // Of this pid, started long ago.
        return new Maker(own.pid(), 1, own.world());
    }

    private Path made(String name, Maker maker) throws IOException {
        Path directory = Files.createDirectory(base.resolve(name));
        Files.createDirectories(directory.resolve("queues").resolve("queue-1"));
        Files.writeString(directory.resolve("queues").resolve("queue-1").resolve("slots"), "elements");
        return mark(directory, maker);
    }

    private static Path mark(Path directory, Maker maker) throws IOException {
        Files.writeString(directory.resolve("maker"), maker.toString());
        return directory;
    }

    // ---- delete

    @Test
    void directory_goesWithAllThatIsInIt() throws IOException {
        Path directory = made("full", dead());
        OwnTree.delete(directory);
        OwnTree.delete(directory);
        assertThat(directory).doesNotExist();
    }

    @Test
    void linkInside_isRemovedAndNotFollowed() throws IOException {
        Path directory = made("full", dead());
        Files.createSymbolicLink(directory.resolve("queues").resolve("link"), victim);
        Files.createSymbolicLink(directory.resolve("dangling"), base.resolve("missing"));
        OwnTree.delete(directory);
        assertThat(directory).doesNotExist();
        assertThat(victim.resolve("thesis")).hasContent("years");
    }

    @Test
    void linkItself_isLeftAlone() throws IOException {
        Path link = Files.createSymbolicLink(base.resolve("link"), victim);
        assertThatThrownBy(() -> OwnTree.delete(link))
                .isInstanceOf(SharedPathException.class)
                .hasMessage(link + " is not removed, as it is no directory");
        assertThat(victim.resolve("thesis")).hasContent("years");
    }

    /** As {@code mkfifo} does in a private directory, for a moment after the death of its test JVM. */
    @Test
    void directoryThatAProcessPutsMoreInto_goesAllTheSame() throws Exception {
        Path directory = made("filled", dead());
        List<String> mkfifo = new ArrayList<>(List.of("mkfifo"));
        for (int i = 0; i < 500; i++) {
            mkfifo.add(directory.resolve("link-" + i).toString());
        }
        Process process = new ProcessBuilder(mkfifo)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        while (Files.notExists(directory.resolve("link-0"))) {
            Thread.onSpinWait();
        }
        OwnTree.delete(directory);
        assertThat(directory).doesNotExist();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    // ---- what the dead have left

    @Test
    void onlyWhatADeadMakerLeft_isRemoved() throws IOException {
        Maker own = Maker.current();
        Path ofDead = made("mpj-1", dead());
        Path ofLive = made("mpj-2", own);
        Path ofOtherWorld = made("mpj-3", new Maker(own.pid(), 1, "of-another-boot/pid:[1]"));
        Path ofOtherName = made("other", dead());
        Path unmarked = Files.createDirectory(base.resolve("mpj-4"));
        Path garbled = Files.createDirectory(base.resolve("mpj-5"));
        Files.writeString(garbled.resolve("maker"), "1@1");
        Path link = Files.createSymbolicLink(base.resolve("mpj-6"), victim);
        Path file = Files.createFile(base.resolve("mpj-7"));

        assertThat(OwnTree.deleteAbandoned(base, "mpj-", problems::add)).containsExactly(ofDead);

        assertThat(ofDead).doesNotExist();
        assertThat(List.of(ofLive, ofOtherWorld, ofOtherName, unmarked, garbled, link, file, victim.resolve("thesis")))
                .allMatch(Files::exists);
        assertThat(problems).isEmpty();
    }

    /** Killed between the directory and its mark, or when all but the directory was removed. */
    @Test
    void emptyOrHalfMarkedDirectory_isRemovedIfItsNameTellsADeadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        long dead = process.pid();
        Path empty = Files.createDirectory(base.resolve("mpj-" + dead + "-3vc9x0z"));
        Path halfMarked = Files.createDirectory(base.resolve("mpj-" + dead + "-a"));
        Files.createFile(halfMarked.resolve("maker.new"));
        Path ofLive = Files.createDirectory(
                base.resolve("mpj-" + ProcessHandle.current().pid() + "-3vc9x0z"));
        Path full = Files.createDirectory(base.resolve("mpj-" + dead + "-b"));
        Files.createFile(full.resolve("thesis"));
        Path ofOtherName = Files.createDirectory(base.resolve("mpj-" + dead));

        assertThat(OwnTree.deleteAbandoned(base, "mpj-", problems::add)).containsExactlyInAnyOrder(empty, halfMarked);

        assertThat(List.of(ofLive, full.resolve("thesis"), ofOtherName)).allMatch(Files::exists);
        assertThat(problems).isEmpty();
    }

    @Test
    void missingDirectory_hasNothingAbandoned() {
        assertThat(OwnTree.deleteAbandoned(base.resolve("missing"), "", problems::add))
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    // ---- another user

    @Test
    void whatAnotherUserHasPrepared_isLeftAlone() throws Exception {
        OtherUser.assume();
        Path shared = OtherUser.shared(base);
        OtherUser.run(
                shared,
                "mkdir -m 777 mpj-1 && printf '" + dead().toString().strip() + "\\n' >mpj-1/maker && ln -s " + victim
                        + " mpj-1/x && ln -s " + victim + " mpj-2");

        assertThat(OwnTree.deleteAbandoned(shared, "mpj-", problems::add)).isEmpty();
        assertThatThrownBy(() -> OwnTree.delete(shared.resolve("mpj-1"))).isInstanceOf(SharedPathException.class);
        assertThatThrownBy(() -> OwnTree.delete(shared.resolve("mpj-2"))).isInstanceOf(SharedPathException.class);

        assertThat(shared.resolve("mpj-1").resolve("maker")).exists();
        assertThat(victim.resolve("thesis")).hasContent("years");
        assertThat(problems).isEmpty();
    }
}
