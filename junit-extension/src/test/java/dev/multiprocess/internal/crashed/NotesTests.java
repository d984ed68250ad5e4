package dev.multiprocess.internal.crashed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run says between its file operations. */
class NotesTests {

    private static byte[] note(char kind, String text) {
        return Notes.bytes((byte) kind, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transferred 100", "p", "two\nlines", "\u00e4 \u4e2d \ud83d\ude00"})
    void note_hasItsTextAndOneKind(String text) {
        assertThat(Notes.promise(note('p', text))).contains(text);
        assertThat(Notes.checkpoint(note('p', text))).isEmpty();
        assertThat(Notes.thrown(note('p', text))).isEmpty();

        assertThat(Notes.checkpoint(note('c', text))).contains(text);
        assertThat(Notes.promise(note('c', text))).isEmpty();
        assertThat(Notes.thrown(note('c', text))).isEmpty();

        assertThat(Notes.thrown(note('t', text))).contains(text);
        assertThat(Notes.promise(note('t', text))).isEmpty();
        assertThat(Notes.checkpoint(note('t', text))).isEmpty();
    }

    @Test
    void note_isAByteForTheKindAndUtf8() {
        assertThat(note('p', "\u00e4")).isEqualTo("p\u00e4".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void words_areThoseOfTheKind() {
        assertThat(Notes.words(note('p', "transferred 100"))).isEqualTo("promise");
        assertThat(Notes.words(note('c', "written"))).isEqualTo("checkpoint 'written'");
        assertThat(Notes.words(note('t', "java.io.IOException"))).isEqualTo("exception of the work");
    }

    @Test
    void noteOfAnotherKind_isNone() {
        for (byte[] other : new byte[][] {{}, {'x'}, {'P', 'p'}}) {
            assertThat(Notes.promise(other)).isEmpty();
            assertThat(Notes.checkpoint(other)).isEmpty();
            assertThat(Notes.thrown(other)).isEmpty();
            assertThat(Notes.words(other)).isEqualTo("note");
        }
    }

    @Test
    void promiseOfNull_isRefused() {
        assertThatThrownBy(() -> new Notes.OfPromises().add(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("a promise must not be null");
    }

    @Test
    void promiseInAJvmWithoutTheAgent_isRefused() {
        assertThatThrownBy(() -> new Notes.OfPromises().add("transferred 100"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this JVM was started without the agent that records file operations");
    }
}
