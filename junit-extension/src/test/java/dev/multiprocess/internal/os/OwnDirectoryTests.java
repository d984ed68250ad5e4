package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.kit.OtherUser;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no owners and modes there")
class OwnDirectoryTests {

    @TempDir
    private Path temporary;

    private Path base;

    @BeforeEach
    void resolveLinksOfThisMachine() throws IOException {
        base = temporary.toRealPath();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Path directory(String name, int mode) throws IOException {
        Path directory = Files.createDirectory(base.resolve(name));
        Files.setAttribute(directory, "unix:mode", mode);
        return directory;
    }

    // ---- make

    @Test
    void madeDirectory_isNewAndTheUsersAloneAndSaysWhoMadeIt() throws IOException {
        Path one = OwnDirectory.make(base, "mpj-");
        Path two = OwnDirectory.make(base, "mpj-");

        assertThat(one).isNotEqualTo(two).hasParent(base);
        assertThat(one.getFileName().toString()).startsWith("mpj-");
        assertThat(mode(one)).isEqualTo("rwx------");
        assertThat(Maker.of(one)).contains(Maker.current());
        assertThat(mode(one.resolve("maker"))).isEqualTo("rw-------");
        assertThat(one.resolve("maker.new")).doesNotExist();
    }

    /** By a JVM that cannot see this one. It spares every second name, or else it might be faster for ever. */
    @Test
    void directoryIsRemovedBeforeItIsMarked_anotherIsMade() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread remover = new Thread(() -> {
            while (!over.get()) {
                for (File directory : base.toFile().listFiles(file -> file.hashCode() % 2 == 0)) {
                    new File(directory, "maker.new").delete();
                    directory.delete();
                }
                Thread.onSpinWait();
            }
        });
        remover.start();
        try {
            for (int i = 0; i < 500; i++) {
                assertThat(Maker.of(OwnDirectory.make(base, "mpj-"))).contains(Maker.current());
            }
        } finally {
            over.set(true);
            remover.join();
        }
    }

    @Test
    void nameInside_isRefusedIfThereIsAnything() throws IOException {
        Files.createSymbolicLink(base.resolve("link"), directory("elsewhere", 0755));

        assertThatThrownBy(() -> OwnDirectory.makeInside(base.resolve("link")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    // ---- claim

    @Test
    void missingDirectory_isMadeSoThatOthersCannotWrite() throws IOException {
        OwnDirectory.claim(base.resolve("a").resolve("b"), List.of());

        assertThat(mode(base.resolve("a"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(base.resolve("a").resolve("b"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void missingDirectory_isTheUsersAloneWhereAllMayWrite() throws IOException {
        Path shared = directory("shared", 01777);

        OwnDirectory.claim(shared.resolve("a").resolve("b"), List.of());

        assertThat(mode(shared.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void directoryThatOthersCanWrite_isRefused() throws IOException {
        Path open = directory("open", 0777);
        Path group = directory("group", 0775);

        assertThatThrownBy(() -> OwnDirectory.claim(open, List.of()))
                .isInstanceOf(SharedPathException.class)
                .hasMessage(open + " can be written by others, as its mode is 0777");
        assertThatThrownBy(() -> OwnDirectory.claim(group, List.of()))
                .hasMessage(group + " can be written by others, as its mode is 0775");
    }

    @Test
    void stickyDirectoryItself_isRefused() throws IOException {
        Path shared = directory("shared", 01777);

        assertThatThrownBy(() -> OwnDirectory.claim(shared, List.of())).isInstanceOf(SharedPathException.class);
        assertThatCode(() -> OwnDirectory.requireKeeping(shared)).doesNotThrowAnyException();
    }

    @Test
    void directoryBelowOneThatOthersCanWrite_isRefusedBeforeAnythingIsMade() throws IOException {
        Path open = directory("open", 0777);

        assertThatThrownBy(() -> OwnDirectory.claim(open.resolve("a").resolve("b"), List.of()))
                .isInstanceOf(SharedPathException.class);
        assertThatThrownBy(() -> OwnDirectory.requireKeeping(open)).isInstanceOf(SharedPathException.class);
        assertThat(open).isEmptyDirectory();
    }

    /** Who could change the output could change the tests. */
    @Test
    void directoryBesideWhatIsTrusted_isAsGoodAsThat() throws IOException {
        Path project = directory("project", 0777);
        Path classes = Files.createDirectories(project.resolve("target").resolve("classes"));

        assertThatCode(() -> OwnDirectory.claim(
                        project.resolve("target").resolve("multiprocess"),
                        List.of(classes, base.resolve("missing.jar"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> OwnDirectory.claim(directory("elsewhere", 0777), List.of(classes)))
                .isInstanceOf(SharedPathException.class);
    }

    @Test
    void linkOfTheUser_isFollowedAndWhatItLeadsToIsLookedAt() throws IOException {
        Path real = directory("real", 0755);
        Path open = directory("open", 0777);
        Files.createSymbolicLink(base.resolve("good"), Path.of("real", "..", ".", "real"));
        Files.createSymbolicLink(base.resolve("bad"), open);
        Files.createSymbolicLink(base.resolve("round"), base.resolve("round"));

        OwnDirectory.claim(base.resolve("good").resolve("out"), List.of());
        assertThat(real.resolve("out")).isDirectory();
        assertThatThrownBy(() -> OwnDirectory.claim(base.resolve("bad").resolve("out"), List.of()))
                .isInstanceOf(SharedPathException.class)
                .hasMessageStartingWith(open + " can be written by others");
        assertThatThrownBy(() -> OwnDirectory.claim(base.resolve("round").resolve("out"), List.of()))
                .isInstanceOf(IOException.class);
    }

    // ---- another user

    @Test
    void directoryOrLinkOfAnotherUser_isRefused() throws Exception {
        OtherUser.assume();
        base = temporary.toRealPath();
        Path shared = OtherUser.shared(base);
        Path victim = directory("victim", 0755);
        OtherUser.run(shared, "mkdir theirs && ln -s " + victim + " link");
        Object them = Files.getAttribute(shared.resolve("theirs"), "unix:uid");

        assertThatThrownBy(() -> OwnDirectory.claim(shared.resolve("theirs"), List.of()))
                .hasMessage(shared.resolve("theirs") + " belongs to user " + them);
        assertThatThrownBy(() -> OwnDirectory.claim(shared.resolve("theirs").resolve("a"), List.of()))
                .hasMessage(shared.resolve("theirs") + " belongs to user " + them);
        assertThatThrownBy(() -> OwnDirectory.claim(shared.resolve("link"), List.of()))
                .hasMessage(shared.resolve("link") + " is a link that belongs to user " + them);
        assertThat(victim).isEmptyDirectory();
    }
}
