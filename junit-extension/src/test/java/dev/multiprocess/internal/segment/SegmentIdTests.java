package dev.multiprocess.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The id of a handle says all about a segment, whatever its name. */
class SegmentIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"blocks", "a:b:c", ":", "7:/tmp/x", "naïve ☃ 𝄞", "with 'quotes'", "line\nbreak"})
    void text_isReadAsWhatWasWritten(String name) {
        for (String file : new String[] {"/dev/shm/mpj-1-x/segment-7", "/tmp/a:b/segment-7"}) {
            SegmentId id = new SegmentId("memory", 7, 2047L << 20, name, Path.of(file));

            assertThat(SegmentId.of(id.handleId())).isEqualTo(id);
            assertThat(id).hasToString("memory '" + name + "'");
        }
    }
}
