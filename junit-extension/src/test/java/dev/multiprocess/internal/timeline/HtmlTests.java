package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HtmlTests {

    @Test
    void textWithTagsAndQuotes_hasNone() {
        assertThat(Html.text("<a href=\"x\" id='y'>&amp;</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    }

    @Test
    void whatAPageCannotShow_isReplaced() {
        assertThat(Html.text("\0\u001b[31m\r\u007f\u0085")).isEqualTo("\ufffd\ufffd[31m\ufffd\ufffd\ufffd");
        assertThat(Html.text("\ud83d \ude00")).isEqualTo("\ufffd \ufffd");
    }

    @Test
    void whatAPageCanShow_isLeft() {
        String text = "two\nlines\tna\u00efve \ud83d\ude00 \u2028 @data@";

        assertThat(Html.text(text)).isEqualTo(text);
    }

    @Test
    void link_isAReferenceToTheFile() {
        assertThat(Html.link("reader.txt")).isEqualTo("<a href=\"./reader.txt\">reader.txt</a>");
        assertThat(Html.link("a/b-c_d~e.txt")).isEqualTo("<a href=\"./a/b-c_d~e.txt\">a/b-c_d~e.txt</a>");
    }

    @Test
    void linkToAFileWithAnyName_isNoOtherReference() {
        String path = "100%/\"><img onerror=x>?a#b na\u00efve \ud83d\ude00.txt";
        String link = Html.link(path);

        assertThat(link)
                .isEqualTo("<a href=\"./100%25/%22%3E%3Cimg%20onerror%3Dx%3E%3Fa%23b%20na%C3%AFve%20%F0%9F%98%80.txt\">"
                        + "100%/&quot;&gt;&lt;img onerror=x&gt;?a#b na\u00efve \ud83d\ude00.txt</a>");
        URI page = URI.create("file:///files/timeline.html");
        String reference = link.substring("<a href=\"".length(), link.indexOf("\">"));
        assertThat(page.resolve(reference).getPath()).isEqualTo("/files/" + path);
    }

    @Test
    void linkToAFileNamedLikeAScheme_staysBesideThePage() {
        assertThat(Html.link("javascript:alert(1)"))
                .isEqualTo("<a href=\"./javascript%3Aalert%281%29\">javascript:alert(1)</a>");
    }
}
