package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.ScarcityTestCases.FewDescriptors;
import dev.multiprocess.ScarcityTestCases.LargeElements;
import dev.multiprocess.ScarcityTestCases.ManyChildren;
import dev.multiprocess.ScarcityTestCases.ManyElements;
import dev.multiprocess.ScarcityTestCases.ManyQueues;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tests on a machine that has too little shared memory, or too few descriptors (Q9). */
@Tag("fork")
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is scarce is made so with what Linux has")
class ScarcityTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path base;

    /** Has a command see a small file system of its own where Linux keeps shared memory. */
    private static String[] withSharedMemory(String size) {
        return new String[] {
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + size + " none /dev/shm && exec \"$@\"",
            "sh"
        };
    }

    private static String[] withDescriptors(int most) {
        return new String[] {"sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"};
    }

    private TestJvm testJvm(Class<?> testCases, String... before) throws IOException, InterruptedException {
        assumeTrue(TestJvm.isAllowed(before), "this user may not do this: " + String.join(" ", before));
        return TestJvm.start(base, SessionCookie.newSession(), testCases, before);
    }

    private void assertPasses(TestJvm testJvm) throws IOException, InterruptedException {
        assertThat(testJvm.awaitEnd(LIMIT)).as(testJvm.errors()).isZero();
        assertThat(testJvm.privateDirectories()).isEmpty();
    }

    @Test
    void sharedMemoryIsFull_elementsHaveFilesOfTheirOwn() throws Exception {
        try (TestJvm testJvm = testJvm(LargeElements.class, withSharedMemory("1m"))) {
            assertPasses(testJvm);
        }
    }

    @Test
    void sharedMemoryIsFull_putSaysSoAndNothingIsLost() throws Exception {
        try (TestJvm testJvm = testJvm(ManyElements.class, withSharedMemory("8m"))) {
            assertPasses(testJvm);
        }
    }

    @Test
    void sharedMemoryHasNoRoomForAQueue_theTemporaryDirectoryHas() throws Exception {
        try (TestJvm testJvm = testJvm(LargeElements.class, withSharedMemory("4k"))) {
            assertPasses(testJvm);
            assertThat(testJvm.errors()).contains("queue 'queue' cannot have its memory in /dev/shm/");
        }
    }

    @Test
    void moreQueuesThanDescriptors_failureSaysSo() throws Exception {
        try (TestJvm testJvm = testJvm(ManyQueues.class, withDescriptors(200))) {
            assertPasses(testJvm);
        }
    }

    @Test
    void moreChildrenThanDescriptors_startSaysSoAndNoneIsLeft() throws Exception {
        try (TestJvm testJvm = testJvm(ManyChildren.class, withDescriptors(200))) {
            assertThat(testJvm.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(testJvm.errors()).contains("Too many open files");
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    @Test
    void fewerDescriptorsThanListeningNeeds_nothingIsLeftOfIt() throws Exception {
        try (TestJvm testJvm = testJvm(FewDescriptors.class, withDescriptors(200))) {
            assertPasses(testJvm);
        }
    }
}
