package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.kit.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another user of this machine prepares what the library is going to find below the directory for temporary files, and
 * goes on while tests run: nothing of the victim's is read, written, removed or run.
 *
 * <p>The nightly build tries ten times as often.
 */
@Tag("fork")
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the second user is made with what Linux has")
class OtherUserTests {

    private static final int TRIES = Boolean.getBoolean("nightly") ? 100 : 10;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String USER = "0";

    @TempDir
    private Path base;

    private Path shared;
    private Path victim;
    private String temporary;

    @BeforeEach
    void share() throws Exception {
        OtherUser.assume();
        shared = OtherUser.shared(base);
        victim = Files.createDirectory(base.resolve("victim"));
        Path thesis = Files.writeString(victim.resolve("thesis"), "years");
        Files.setPosixFilePermissions(thesis, PosixFilePermissions.fromString("rw-------"));
        temporary = System.setProperty("java.io.tmpdir", shared.toString());
    }

    @AfterEach
    void restore() throws Exception {
        if (temporary != null) {
            System.setProperty("java.io.tmpdir", temporary);
            // What is the other user's in shared memory is that user's to remove.
            OtherUser.run(shared, "rm -rf /dev/shm/mpj-" + pid() + "-* || true");
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private void requireVictimUntouched() throws IOException {
        assertThat(victim.resolve("thesis")).hasContent("years");
        assertThat(list(victim)).hasSize(1);
    }

    // ---- before

    @Test
    void outputDirectoryOfAnotherUser_isRefused() throws Exception {
        Path output = MultiProcessOptions.defaultOutputDirectory(base);
        assertThat(output).isEqualTo(shared.resolve("multiprocess-" + USER));
        OtherUser.run(shared, "mkdir -m 777 multiprocess-" + USER);
        Object them = Files.getAttribute(output, "unix:uid");

        assertThat(run(StartingTestCases.class, Map.of("multiprocess.outputDirectory", output.toString())))
                .hasOneFailure()
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.outputDirectory must be a directory that no other user can change: '" + output
                        + "', since " + output + " belongs to user " + them);

        assertThat(list(output)).isEmpty();
    }

    @Test
    void outputDirectoryThatIsALinkOfAnotherUser_isRefused() throws Exception {
        Path output = shared.resolve("multiprocess-" + USER);
        OtherUser.run(shared, "ln -s " + victim + " multiprocess-" + USER);

        assertThat(run(StartingTestCases.class, Map.of("multiprocess.outputDirectory", output.toString())))
                .hasOneFailure()
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessageContaining("is a link that belongs to user");

        requireVictimUntouched();
    }

    /** A FIFO would have it wait for ever, a link would have it write elsewhere, a lock would have it wait for a place. */
    @Test
    void placesOfAnotherUser_areNotUsed() throws Exception {
        String places = "multiprocess-places-" + USER;
        OtherUser.run(
                shared,
                "mkdir -m 777 " + places + " && mkfifo -m 666 " + places + "/0 && ln -s " + victim + "/1 " + places
                        + "/1");

        assertThat(run(StartingTestCases.class, parameters())).passes();

        requireVictimUntouched();
        assertThat(list(shared.resolve(places))).hasSize(2);
    }

    @Test
    void placesThatAreALinkOfAnotherUser_areNotUsed() throws Exception {
        OtherUser.run(shared, "ln -s " + victim + " multiprocess-places-" + USER);

        assertThat(run(StartingTestCases.class, parameters())).passes();

        requireVictimUntouched();
    }

    @Test
    void directoryNamedAsATestJvms_isNotTakenForIt() throws Exception {
        OtherUser.run(
                shared,
                "ln -s " + victim + " mpj-" + pid() + "-1 && mkdir -m 777 mpj-" + pid() + "-2 && printf '" + pid()
                        + "@1 -\\n' >mpj-" + pid() + "-2/maker");

        assertThat(PrivateDirectory.of(pid())).isEmpty();
        PrivateDirectory own = PrivateDirectory.create();
        try {
            assertThat(PrivateDirectory.of(pid()))
                    .extracting(PrivateDirectory::path)
                    .containsExactly(own.path());
        } finally {
            own.delete();
        }
        requireVictimUntouched();
    }

    @Test
    void memoryOfQueues_hasANameThatNobodyCanKnow() throws IOException {
        PrivateDirectory own = PrivateDirectory.create();
        try {
            Path memory = own.queueFolders().get(0);
            assertThat(memory.getParent()).isEqualTo(SHARED_MEMORY);
            assertThat(memory.getFileName()).isNotEqualTo(own.path().getFileName());
        } finally {
            own.delete();
        }
    }

    // ---- while tests run

    /** Whatever appears is imitated, beside it and in shared memory, and looked into. */
    private static final String ATTACK = """
            while :; do
              for seen in mpj-%1$d-* /dev/shm/mpj-%1$d-*; do
                name=${seen##*/}
                case $name in *-[xy]) continue ;; esac
                mkdir -m 777 /dev/shm/$name || mkdir -m 777 $name || true
                ln -s %2$s $name-x || true
                ln -s %2$s /dev/shm/$name-y || true
                cat $seen/* $seen/*/* $seen/*/*/* >>loot || true
                rm -rf $seen || true
              done
              for file in multiprocess-%3$s multiprocess-places-%3$s; do
                mkdir -m 777 $file || true
                ln -s %2$s $file/$RANDOM || true
              done
            done
            """;

    @Test
    void everythingIsPreparedAgainAndAgain_testsPassAndNothingIsTouched() throws Exception {
        ProcessHandle attack = OtherUser.start(shared, ATTACK.formatted(pid(), victim, USER));
        try {
            for (int i = 0; i < TRIES; i++) {
                assertThat(run(StartingTestCases.class, parameters())).passes();
            }
        } finally {
            attack.destroyForcibly();
            attack.onExit().get(20, TimeUnit.SECONDS);
        }
        requireVictimUntouched();
        assertThat(shared.resolve("loot")).as("what the other user could read").isEmptyFile();
        assertThat(list(shared))
                .as("what the other user has made is still there, and nothing of the victim's but what came first")
                .hasSizeGreaterThan(3)
                .filteredOn(file -> !file.endsWith("multiprocess-places-" + USER))
                .allSatisfy(file -> assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                        .isNotEqualTo(0));
    }

    private Map<String, String> parameters() {
        return Map.of("multiprocess.outputDirectory", base.resolve("out").toString());
    }

    @MultiProcess(timeout = "20s")
    static class StartingTestCases {

        @Test
        void sends(Processes processes, ProcessQueue<String> queue) throws InterruptedException {
            ChildProcess<Void> child = processes.start("writer", () -> queue.put("secret"));
            assertThat(queue.take()).isEqualTo("secret");
            child.join();
        }
    }
}
