package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTests {

    @Test
    void quotesAndBackslashes_areEscaped() {
        assertThat(Json.text("a \"b\" \\c")).isEqualTo("\"a \\\"b\\\" \\\\c\"");
    }

    @Test
    void controlCharacters_areEscaped() {
        assertThat(Json.text("\0\n\r\t\u001f")).isEqualTo("\"\\u0000\\u000a\\u000d\\u0009\\u001f\"");
    }

    @Test
    void tags_cannotBegin() {
        assertThat(Json.text("</script><!--&amp;")).isEqualTo("\"\\u003c/script\\u003e\\u003c!--\\u0026amp;\"");
    }

    @Test
    void ownLineEndsOfJavaScript_areEscaped() {
        assertThat(Json.text("a\u2028b\u2029c")).isEqualTo("\"a\\u2028b\\u2029c\"");
    }

    @Test
    void loneSurrogates_areEscapedAndPairsAreNot() {
        assertThat(Json.text("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(Json.text("\ude00")).isEqualTo("\"\\ude00\"");
        assertThat(Json.text("\ude00\ud83d")).isEqualTo("\"\\ude00\\ud83d\"");
        assertThat(Json.text("\ud83d\ud83d\ude00")).isEqualTo("\"\\ud83d\ud83d\ude00\"");
        assertThat(Json.text("\ud83d\ude00\ude00")).isEqualTo("\"\ud83d\ude00\\ude00\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "na\u00efve", "\"\\/\b\f\n\r\t", "\ud83d\ude00", "\ud83d", "</script>", "@data@"})
    void anyText_isReadAsItWas(String text) {
        String json = Json.text(text);

        assertThat(JsonReader.read(json)).isEqualTo(text);
        assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }
}
