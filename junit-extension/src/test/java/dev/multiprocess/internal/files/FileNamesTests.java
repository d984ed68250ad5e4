package dev.multiprocess.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTests {

    private static final Predicate<String> ALL = text -> true;
    private static final Predicate<String> ASCII =
            text -> StandardCharsets.US_ASCII.newEncoder().canEncode(text);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everyOrder-2",
                "org.example.OuterTests$Inner",
                "writer~2",
                "prüftDieGrößeImKind",
                "Kotlin likes spaces (and more)",
                "context",
                "console.log"
            })
    void usualName_isTheFilesName(String name) {
        assertThat(FileNames.of(name, ALL)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "prüft,prU+00FCft",
        "\uD83D\uDE80,U+1F680",
    })
    void charactersThatTheLocaleCannotSay_areEscaped(String name, String file) {
        assertThat(FileNames.of(name, ASCII)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,aU+002Fb",
        "a\\b,aU+005Cb",
        "what?,whatU+003F",
        "100%,100U+0025",
        "aux,_aux",
        "Con.Tests,_Con.Tests",
        "lpt1,_lpt1",
        "ends.,ends._",
        "..,.._",
        "'',_",
        "'a\nb',aU+000Ab"
    })
    void nameThatSomeSystemDoesNotTake_isChanged(String name, String file) {
        assertThat(FileNames.of(name, ALL)).isEqualTo(file);
    }

    @Test
    void longNames_areShortenedAndStayDifferent() {
        String one = FileNames.of("a".repeat(270) + "1", ALL);
        String other = FileNames.of("a".repeat(270) + "2", ALL);
        assertThat(one).startsWith("a".repeat(180)).hasSize(200).isNotEqualTo(other);
        assertThat(FileNames.of("a".repeat(200), ALL)).isEqualTo("a".repeat(200));
    }

    @Test
    void longNameOfLongCharacters_countsBytesAndBreaksNone() {
        String name = FileNames.of("\uD83D\uDE80".repeat(60), ALL);
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(197, 200);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
        assertThat(FileNames.of("ü".repeat(100), ASCII)).hasSize(200);
    }
}
