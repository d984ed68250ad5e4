package dev.multiprocess.internal.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeTextTests {

    @Test
    void encodingsAreTheSame_wordIsTheText() {
        assertThat(NativeText.word("/home/jürgen", UTF_8, UTF_8)).contains("/home/jürgen");
    }

    @Test
    void writtenInAnotherEncoding_wordHasTheBytesThatAreRead() {
        String word = NativeText.word("/home/jürgen", UTF_8, ISO_8859_1).orElseThrow();
        assertThat(new String(word.getBytes(ISO_8859_1), UTF_8)).isEqualTo("/home/jürgen");
    }

    @Test
    void encodingWithoutTheCharacters_thereIsNoWord() {
        assertThat(NativeText.word("ü", US_ASCII, UTF_8)).isEmpty();
        assertThat(NativeText.word("ü", UTF_8, US_ASCII)).isEmpty();
        assertThat(NativeText.word("u", UTF_8, US_ASCII)).contains("u");
    }

    @Test
    void environment_isReadInTheDefaultCharsetBeforeJava18() {
        assertThat(NativeText.environmentOf(17, ISO_8859_1)).isEqualTo(ISO_8859_1);
        assertThat(NativeText.environmentOf(18, ISO_8859_1)).isEqualTo(NativeText.environmentOf(0, ISO_8859_1));
    }
}
