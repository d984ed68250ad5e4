package dev.multiprocess.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory on file systems that are full or fill up, and deaths while it is made (M2). */
@Tag("fork")
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is scarce is made so with what Linux has")
class MemoryScarcityTests {

    private static final Duration LIMIT = Duration.ofSeconds(80);

    @TempDir
    private Path base;

    /** Has a command see 4 MiB of shared memory, and 8 MiB in its temporary directory. */
    private String[] withLittleRoom() throws IOException {
        Path temporary = Files.createDirectory(base.resolve("tmp"));
        return new String[] {
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=4m none /dev/shm && mount -t tmpfs -o size=8m none " + temporary
                    + " && exec env JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary + " \"$@\"",
            "sh"
        };
    }

    private TestJvm testJvm(Class<?> testCases, String... before) throws IOException, InterruptedException {
        assumeTrue(TestJvm.isAllowed(before), "this user may not do this: " + String.join(" ", before));
        return TestJvm.start(base, SessionCookie.newSession(), testCases, before);
    }

    private void assertPasses(Class<?> testCases, String... before) throws IOException, InterruptedException {
        try (TestJvm testJvm = testJvm(testCases, before)) {
            assertThat(testJvm.awaitEnd(LIMIT)).as(testJvm.errors()).isZero();
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    @Test
    void noRoomInSharedMemory_memoryIsOnDiskWithAWarning() throws Exception {
        try (TestJvm testJvm = testJvm(MemoryScarcityTestCases.OnDisk.class, withLittleRoom())) {
            assertThat(testJvm.awaitEnd(LIMIT)).as(testJvm.errors()).isZero();
            assertThat(testJvm.errors())
                    .containsPattern("memory 'memory' of 6291456 bytes is made on disk: /dev/shm/mpj-.* has [0-9]+ of"
                            + " 4194304 bytes free");
        }
    }

    @Test
    void noRoomAnywhere_failureSaysSizesAndPlaces() throws Exception {
        assertPasses(MemoryScarcityTestCases.Nowhere.class, withLittleRoom());
    }

    @Test
    void fileSystemFillsUpWhileMemoryIsMade_nothingIsLeft() throws Exception {
        assertPasses(MemoryScarcityTestCases.FillsUpMeanwhile.class, withLittleRoom());
    }

    @Test
    void fileSystemIsFullAfterMemoryWasMade_everyByteIsThere() throws Exception {
        assertPasses(MemoryScarcityTestCases.FullAfterwards.class, withLittleRoom());
    }

    @Test
    void endedMemory_isNoRoomLost() throws Exception {
        assertPasses(MemoryScarcityTestCases.OneAfterTheOther.class, withLittleRoom());
    }

    @Test
    void childThatAskedIsKilledWhileMemoryIsMade_nothingIsLeft() throws Exception {
        assertPasses(MemoryScarcityTestCases.AskerDies.class);
    }

    @Test
    void threadIsInterruptedWhileMemoryIsMade_nothingIsLeft() throws Exception {
        assertPasses(MemoryScarcityTestCases.Interrupted.class);
    }

    @Test
    void testJvmIsKilledWhileMemoryIsMade_nothingIsLeft() throws Exception {
        try (TestJvm testJvm = testJvm(MemoryScarcityTestCases.MakerDies.class).awaitReady()) {
            List<Path> before = new ArrayList<>(testJvm.privateDirectories());
            testJvm.signal("KILL");
            testJvm.awaitEnd(LIMIT);

            assertThat(before).hasSize(2);
            assertThat(testJvm.privateDirectoriesAfter(Duration.ofSeconds(20))).isEmpty();
        }
    }
}
