package dev.multiprocess.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** FIFOs are made in advance, or not at all. */
@Timeout(20)
@EnabledOnOs(OS.LINUX)
class LinkPortsTests {

    private static final String LINUX = "Linux";

    private final Queue<Runnable> background = new ArrayDeque<>();
    private PrivateDirectory directory;

    @BeforeEach
    void make() throws IOException {
        directory = PrivateDirectory.create();
    }

    @AfterEach
    void delete() throws IOException {
        directory.delete();
        assertThat(directory.path()).doesNotExist();
    }

    private LinkPorts maker(String system, String... command) {
        return new LinkPorts(directory, background::add, system, List.of(command));
    }

    @Test
    void pairsAreForTheUserAlone() throws IOException {
        String name = new LinkPorts(directory, background::add).take().orElseThrow();

        for (Path path : directory.fifos(name)) {
            assertThat(Files.readAttributes(path, "*", LinkOption.NOFOLLOW_LINKS))
                    .containsEntry("isOther", true);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void moreAreMade_beforeTheyAreAskedFor() {
        LinkPorts maker = new LinkPorts(directory, background::add);
        Set<String> taken = new HashSet<>();
        while (background.isEmpty()) {
            assertThat(taken.add(maker.take().orElseThrow())).isTrue();
        }
        background.remove().run();
        int before = taken.size();
        while (background.isEmpty()) {
            assertThat(taken.add(maker.take().orElseThrow())).isTrue();
        }

        assertThat(before).isPositive();
        assertThat(taken.size()).isGreaterThan(2 * before);
    }

    @Test
    void manyTakersAtOnce_getPairsOfTheirOwn() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            LinkPorts maker = new LinkPorts(directory, threads);
            List<Future<String>> takers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                takers.add(threads.submit(() -> maker.take().orElseThrow()));
            }
            Set<String> names = new HashSet<>();
            for (Future<String> taker : takers) {
                assertThat(names.add(taker.get())).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Else they would come into a directory that is being removed, and it would stay. */
    @Test
    void close_waitsForThoseThatAreBeingMade() throws InterruptedException {
        LinkPorts maker = new LinkPorts(directory, background::add);
        while (background.isEmpty()) {
            maker.take().orElseThrow();
        }
        Thread closing = new Thread(maker::close, "closing");
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            assertThat(closing.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        background.remove().run();
        closing.join();

        assertThat(background).isEmpty();
    }

    @Test
    void afterClose_noneAreMade() {
        LinkPorts maker = new LinkPorts(directory, background::add);
        maker.take().orElseThrow();
        maker.close();

        assertThat(maker.take()).isEmpty();
        assertThat(background).isEmpty();
    }

    @Test
    void withoutTheProgram_thereAreNone() {
        LinkPorts maker = maker(LINUX, "there-is-no-such-program");

        assertThat(maker.take()).isEmpty();
        assertThat(maker.take()).isEmpty();
        assertThat(background).isEmpty();
    }

    @Test
    void programThatFails_makesNone() {
        assertThat(maker(LINUX, "false").take()).isEmpty();
    }

    @Test
    void onAnotherSystem_noneAreTried() {
        assertThat(maker("Mac OS X", "mkfifo", "-m", "600").take()).isEmpty();
        assertThat(directory.path()).isDirectoryNotContaining("glob:**link-*");
    }

    @Test
    void interruption_isKept() {
        Thread.currentThread().interrupt();

        assertThat(new LinkPorts(directory, background::add).take()).isPresent();
        assertThat(Thread.interrupted()).isTrue();
    }
}
