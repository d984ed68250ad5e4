package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** What Central refuses a release without, as far as the POMs have it. */
class ReleaseTests {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();
    private static final Path ROOT = Path.of("..", "pom.xml");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url"
            })
    void parent_hasWhatModulesInherit(String element) throws Exception {
        assertThat(text(ROOT, "/project/" + element)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-extension", "plugin"})
    void releasedModule_hasNameDescriptionSourcesAndJavadoc(String module) throws Exception {
        Path pom = Path.of("..", module, "pom.xml");

        assertThat(text(pom, "/project/name")).isNotBlank();
        assertThat(text(pom, "/project/description")).isNotBlank();
        for (String plugin : List.of("maven-source-plugin", "maven-javadoc-plugin")) {
            assertThat(text(pom, "/project/build/plugins/plugin/artifactId[. = '" + plugin + "']"))
                    .isEqualTo(plugin);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cyclonedx-maven-plugin", "maven-gpg-plugin", "central-publishing-maven-plugin"})
    void profileOfReleases_hasThePlugin(String plugin) throws Exception {
        assertThat(text(ROOT, "/project/profiles/profile[id = 'release']//plugin/artifactId[. = '" + plugin + "']"))
                .isEqualTo(plugin);
    }

    private static String text(Path pom, String path) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        return XPATH.evaluate(path, document);
    }
}
