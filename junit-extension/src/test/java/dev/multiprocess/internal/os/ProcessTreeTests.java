package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.reap.Family;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTreeTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void family_isListedYoungestFirst() throws Exception {
        try (Family family = Family.start(3, Map.of())) {
            assertThat(new ProcessTree(List.of(family.member(0))).live())
                    .containsExactly(family.member(2), family.member(1), family.member(0));
        }
    }

    @Test
    void family_isEndedWhole() throws Exception {
        try (Family family = Family.start(3, Map.of())) {
            assertThat(new ProcessTree(List.of(family.member(0))).end(LIMIT, LIMIT))
                    .isEmpty();
            assertThat(family.members()).noneMatch(ProcessIdentity::isAlive);
        }
    }

    @Test
    void familyThatIgnoresTheRequest_isKilledAfterTheGrace() throws Exception {
        try (Family family = Family.start(2, "stubborn", Map.of())) {
            ProcessTree tree = new ProcessTree(List.of(family.member(0)));
            assertThat(tree.end(Duration.ofMillis(100), Duration.ZERO)).hasSize(2);
            assertThat(tree.end(Duration.ZERO, LIMIT)).isEmpty();
            assertThat(family.members()).noneMatch(ProcessIdentity::isAlive);
        }
    }

    @Test
    void grandchildWhoseParentDiedAfterTheSnapshot_isEnded() throws Exception {
        try (Family family = Family.start(3, Map.of())) {
            ProcessTree tree = new ProcessTree(List.of(family.member(0)));
            family.kill(1);
            assertThat(tree.live()).contains(family.member(2));
            assertThat(tree.end(LIMIT, LIMIT)).isEmpty();
            assertThat(family.member(2).isAlive()).isFalse();
        }
    }

    @Test
    void interruptedCaller_killsAtOnceAndStaysInterrupted() throws Exception {
        try (Family family = Family.start(1, "stubborn", Map.of())) {
            Thread.currentThread().interrupt();
            assertThat(new ProcessTree(List.of(family.member(0))).end(Duration.ofHours(1), LIMIT))
                    .isEmpty();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void ownAncestors_areInNoTree() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> assertThat(new ProcessTree(parent).live())
                        .extracting(ProcessIdentity::pid)
                        .doesNotContain(parent.pid(), ProcessHandle.current().pid()));
    }
}
