package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartProjectTests {

    private static final Path POM = Path.of("..", "it", "quickstart", "pom.xml");

    @ParameterizedTest
    @ValueSource(strings = {"dependency", "plugin"})
    void xmlOfThePages_isInThePomOfTheQuickstartProject(String name) throws IOException {
        assumeTrue(Files.exists(POM), "there is no quickstart project");
        String pom = Files.readString(POM).replace("${multiprocess.version}", "0.1.0-SNAPSHOT");

        assertThat(withoutSpace(pom))
                .as("%s, which must have the %s of pom-snippets.xml", POM, name)
                .contains(withoutSpace(new Source("pom-snippets.xml", name).text()));
    }

    private static String withoutSpace(String xml) {
        return xml.replaceAll("(?s)<!--.*?-->|\\s", "");
    }
}
