package dev.multiprocess.internal.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.MultiProcessConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildNamesTests {

    private final ChildNames names = new ChildNames();

    @Test
    void nameIsTaken_isRefusedUntilItIsFree() {
        names.take(List.of("a"));

        assertThatThrownBy(() -> names.requireFree("a"))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("the name of a child must be unique among those of its test that are alive: name='a'");

        names.free("a");
        assertThatNoException().isThrownBy(() -> names.requireFree("a"));
    }

    @Test
    void childIsStartedAgain_itsFilesHaveANameOfTheirOwn() {
        names.take(List.of("a"));
        assertThat(names.starts("a")).isEqualTo(1);
        assertThat(names.fileName("a")).isEqualTo("a");

        names.free("a");
        names.take(List.of("a"));
        assertThat(names.starts("a")).isEqualTo(2);
        assertThat(names.fileName("a")).isEqualTo("a~2");
    }

    @Test
    void childDidNotComeToBe_itsStartDoesNotCount() {
        names.take(List.of("a", "b"));
        names.giveBack(List.of("a"));
        names.take(List.of("a"));

        assertThat(names.starts("a")).isEqualTo(1);
    }

    @Test
    void namesDifferByCaseAlone_theirFilesDoNot() {
        names.take(List.of("a", "A"));

        assertThat(names.fileName("a")).isEqualTo("a");
        assertThat(names.fileName("A")).startsWith("A-").isNotEqualToIgnoringCase("a");
    }

    @Test
    void nameIsNotGiven_isOneThatNoChildHasHad() {
        names.take(List.of("child-1"));
        names.free("child-1");

        assertThat(names.next()).isEqualTo("child-2");
    }
}
