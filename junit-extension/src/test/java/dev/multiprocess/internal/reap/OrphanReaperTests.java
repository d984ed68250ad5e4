package dev.multiprocess.internal.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.reap.OrphanReaper.Leftover;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Owners are JVMs that this test starts and kills; a family's cookie names its owner, as a test JVM's child does. */
@Timeout(60)
class OrphanReaperTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path project;

    private final String session = SessionCookie.newSession();

    @Test
    @EnabledOnOs(LINUX)
    void ownerWasKilled_itsChildrenAreFoundByCookieAndEnded() throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family child = Family.start(2, cookie(owner).environment())) {
            owner.kill(0);
            List<Leftover> found = reaper().findOrphans(Set.of(project));
            assertThat(found).extracting(Leftover::process).containsExactlyInAnyOrderElementsOf(child.members());
            assertThat(found.get(0).toString())
                    .isEqualTo("pid " + found.get(0).process().pid() + ", not a child of a test itself: "
                            + found.get(0).command());
            assertThat(OrphanReaper.end(found, LIMIT, LIMIT)).isEmpty();
            assertThat(child.members()).noneMatch(ProcessIdentity::isAlive);
            assertThat(reaper().findOrphans(Set.of(project))).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void grandchildWhoseParentDied_isFoundByCookie() throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family child = Family.start(3, cookie(owner).environment())) {
            child.kill(1);
            child.kill(0);
            owner.kill(0);
            assertThat(reaper().findOrphans(Set.of(project)))
                    .extracting(Leftover::process)
                    .containsExactly(child.member(2));
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void pausedOrphan_isKilledAfterTheGrace() throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family child = Family.start(1, cookie(owner).environment())) {
            owner.kill(0);
            String stop = "kill -s STOP " + child.member(0).pid();
            assertThat(new ProcessBuilder("sh", "-c", stop).start().waitFor()).isZero();
            List<Leftover> found = reaper().findOrphans(Set.of(project));
            assertThat(found).hasSize(1);
            assertThat(OrphanReaper.end(found, Duration.ofMillis(200), LIMIT)).isEmpty();
            assertThat(child.member(0).isAlive()).isFalse();
        }
    }

    @Test
    void ownerWasKilled_itsRegisteredChildIsFoundByNameAndTest() throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family child = Family.start(1, Map.of())) {
            ChildRegistry registry = register(child, cookie(owner));
            owner.kill(0);
            List<Leftover> found = reaper().findOrphans(Set.of(project));
            assertThat(found).hasSize(1);
            assertThat(found.get(0).toString())
                    .isEqualTo("pid " + child.member(0).pid() + ", child 'audit' of OrderTests.all: "
                            + found.get(0).command());
            assertThat(found.get(0).command()).contains("java");
            assertThat(OrphanReaper.end(found, LIMIT, LIMIT)).isEmpty();
            assertThat(registry.live(problem -> {})).isEmpty();
        }
    }

    @Test
    void ownerIsAlive_itsChildrenAreFoundByTheirSessionOnly() throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family child = Family.start(1, cookie(owner).environment())) {
            register(child, cookie(owner));
            assertThat(reaper().findOrphans(Set.of(project))).isEmpty();
            assertThat(reaper().findOfSession(SessionCookie.newSession())).isEmpty();
            assertThat(reaper().findOfSession(session))
                    .extracting(Leftover::process)
                    .containsExactly(child.member(0));
            assertThat(reaper().findOfOwner(owner.member(0))).hasSize(1);
            assertThat(reaper().findOfOwner(child.member(0))).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void ownerAboveTheProcess_isAliveThoughItsStartLooksDifferent() throws Exception {
        ProcessIdentity self = ProcessIdentity.current();
        ProcessIdentity shifted = new ProcessIdentity(self.pid(), self.start().minusSeconds(60));
        try (Family child = Family.start(2, new SessionCookie(session, shifted, project).environment())) {
            assertThat(reaper().findOfSession(session)).hasSameSizeAs(child.members());
            assertThat(reaper().findOrphans(Set.of(project))).isEmpty();
        }
    }

    @Test
    void reusedPid_isUntouched() throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family stranger = Family.start(1, Map.of())) {
            ProcessIdentity process = stranger.member(0);
            ProcessIdentity earlier =
                    new ProcessIdentity(process.pid(), process.start().minusSeconds(60));
            new ChildRegistry(project).add(new ChildRegistry.Entry(earlier, "audit", "", cookie(owner)));
            owner.kill(0);
            assertThat(reaper().findOrphans(Set.of(project))).isEmpty();
            assertThat(reaper().findOfSession(session)).isEmpty();
            assertThat(new ProcessTree(List.of(earlier)).end(Duration.ZERO, LIMIT))
                    .isEmpty();
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void pidOfTheOwnerWasReused_itsChildIsAnOrphan() throws Exception {
        try (Family stranger = Family.start(1, Map.of())) {
            ProcessIdentity process = stranger.member(0);
            ProcessIdentity owner =
                    new ProcessIdentity(process.pid(), process.start().minusSeconds(60));
            try (Family child = Family.start(1, new SessionCookie(session, owner, project).environment())) {
                assertThat(reaper().findOrphans(Set.of(project)))
                        .extracting(Leftover::process)
                        .containsExactly(child.member(0));
            }
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void buildStillRuns_whatItsTestJvmLeftIsForThatBuildToTell() throws Exception {
        try (Family build = Family.start(1, Map.of());
                Family owner = Family.start(1, Map.of())) {
            String id = build.member(0).toString().replace('@', '-') + "-7";
            SessionCookie cookie = new SessionCookie(id, owner.member(0), project);
            try (Family child = Family.start(1, cookie.environment())) {
                owner.kill(0);
                assertThat(reaper().findOrphans(Set.of(project))).isEmpty();
                assertThat(reaper().findOfSession(id)).hasSize(1);
                build.kill(0);
                assertThat(reaper().findOrphans(Set.of(project)))
                        .extracting(Leftover::process)
                        .containsExactly(child.member(0));
            }
        }
    }

    @Test
    @EnabledOnOs(LINUX)
    void otherModule_isUntouched(@TempDir Path otherProject) throws Exception {
        try (Family owner = Family.start(1, Map.of());
                Family child = Family.start(1, cookie(owner).environment())) {
            owner.kill(0);
            assertThat(reaper().findOrphans(Set.of(otherProject))).isEmpty();
            assertThat(child.member(0).isAlive()).isTrue();
        }
    }

    @Test
    void thisProcess_isNeverFound() throws IOException {
        ProcessIdentity self = ProcessIdentity.current();
        ProcessIdentity dead = new ProcessIdentity(self.pid(), self.start().minusSeconds(60));
        new ChildRegistry(project)
                .add(new ChildRegistry.Entry(self, "", "", new SessionCookie(session, dead, project)));
        assertThat(reaper().findOfSession(session)).isEmpty();
        assertThat(reaper().findOrphans(Set.of(project))).isEmpty();
    }

    private SessionCookie cookie(Family owner) {
        return new SessionCookie(session, owner.member(0), project);
    }

    private ChildRegistry register(Family child, SessionCookie cookie) throws IOException {
        ChildRegistry registry = new ChildRegistry(project);
        registry.add(new ChildRegistry.Entry(child.member(0), "audit", "OrderTests.all", cookie));
        return registry;
    }

    private OrphanReaper reaper() {
        return new OrphanReaper(List.of(new ChildRegistry(project)), problem -> {
            throw new AssertionError(problem);
        });
    }
}
