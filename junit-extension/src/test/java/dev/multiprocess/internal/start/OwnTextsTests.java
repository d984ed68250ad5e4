package dev.multiprocess.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnTextsTests {

    private final OwnTexts own = new OwnTexts("node-2", 1, Path.of("/out $1/{index}/node-2"));

    @Test
    void eachPlace_getsWhatIsTheChildsOwn() {
        assertThat(own.all(List.of("{name}", "a{index}b{index}", "{directory}/x", "plain")))
                .containsExactly("node-2", "a1b1", "/out $1/{index}/node-2/x", "plain");
    }

    @Test
    void otherBraces_stay() {
        assertThat(own.apply("{}{names}{Name}{ name }${name}")).isEqualTo("{}{names}{Name}{ name }$node-2");
    }

    @Test
    void directoryIsNamed_onlyWhereItStands() {
        own.apply("{name} directory");
        assertThat(own.nameDirectory()).isFalse();

        own.apply("-Dat={directory}");
        assertThat(own.nameDirectory()).isTrue();
    }
}
