package dev.multiprocess.internal.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputEncodingTests {

    @Test
    void child_isToldWhatItsReleaseObeys() {
        assertThat(OutputEncoding.arguments(Optional.of(17)))
                .containsExactly("-Dsun.stdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8");
        assertThat(OutputEncoding.arguments(Optional.of(25)))
                .containsExactly("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8");
        assertThat(OutputEncoding.arguments(Optional.empty())).hasSize(4);
    }

    @Test
    void anotherEncodingThatItObeys_isRead() {
        List<String> users = List.of("-Dstdout.encoding=UTF-8", "-Dstdout.encoding=ISO-8859-1", "-Dfile.encoding=X");
        assertThat(OutputEncoding.of("stdout", 25, users).charset()).isEqualTo(ISO_8859_1);
        assertThat(OutputEncoding.of("stderr", 25, users).charset()).isEqualTo(UTF_8);
        assertThat(OutputEncoding.of("stdout", 17, users).charset()).isEqualTo(UTF_8);
        assertThat(OutputEncoding.of("stdout", 17, List.of("-Dsun.stdout.encoding=ISO-8859-1"))
                        .charset())
                .isEqualTo(ISO_8859_1);
    }

    @Test
    void encodingThatDoesNotExist_isReadAsTheUsualOne() {
        assertThat(OutputEncoding.of("stdout", 25, List.of("-Dstdout.encoding=no such"))
                        .charset())
                .isEqualTo(UTF_8);
    }

    @Test
    void lineOfAnotherProgram_isReadInTheEncodingOfTheLocale() {
        assertThat(text("Grüße", UTF_8, ISO_8859_1)).isEqualTo("Grüße");
        assertThat(text("Grüße", ISO_8859_1, ISO_8859_1)).isEqualTo("Grüße");
        assertThat(text("unknown \uFFFD", UTF_8, ISO_8859_1)).isEqualTo("unknown \uFFFD");
    }

    @Test
    void lineThatIsInNeither_keepsWhatCanBeRead() {
        assertThat(text("Grüße", ISO_8859_1, US_ASCII)).isEqualTo("Gr\uFFFD\uFFFDe");
    }

    private static String text(String line, Charset written, Charset natives) {
        byte[] bytes = line.getBytes(written);
        return new OutputEncoding(UTF_8, natives).text(bytes, 0, bytes.length);
    }
}
