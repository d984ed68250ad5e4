package dev.multiprocess.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.StartMethod;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MultiProcessOptionsTests {

    private static final String PARAMETER = "JUnit configuration parameter";

    @Test
    void nothingSet_defaults() {
        MultiProcessOptions options = MultiProcessOptions.defaults();
        assertThat(options.startMethod()).isEqualTo(StartMethod.SPAWN);
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.startTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.stopGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.maxChildren()).isBetween(64, 10_000);
        assertThat(options.jvmArgs()).isEmpty();
        assertThat(options.zombies()).isEqualTo(ZombiePolicy.FAIL);
        assertThat(options.timeline()).isEqualTo(TimelinePolicy.FAILED);
        assertThat(options.queueBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(options.frameLimit()).isEqualTo(256 << 20);
        assertThat(options.session()).isEmpty();
        assertThat(options.isSkipped()).isFalse();
        assertThat(options.outputDirectory())
                .isEqualTo(Path.of("target", "multiprocess").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "1500us, PT0.0015S",
        "1500 \u03bcs, PT0.0015S",
        "2000000ns, PT0.002S",
        "500 ms, PT0.5S",
        "20, PT20S",
        "20s, PT20S",
        "020 S, PT20S",
        "2m, PT2M",
        "3h, PT3H",
        "7d, PT168H",
        "1ms, PT0.001S"
    })
    void duration_isReadInTheGrammarOfJUnit(String text, Duration expected) {
        assertThat(with("timeout", text).timeout()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "1k, 1024", "64 M, 67108864", "1g, 1073741824"})
    void size_isReadInPowersOf1024(String text, long expected) {
        assertThat(with("frameLimit", text).frameLimit()).isEqualTo(expected);
    }

    @Test
    void jvmArgs_areSplitAtWhiteSpaceOutsideOfQuotes() {
        assertThat(with("jvmArgs", " -Xmx64m  -Da=\"b c\" '-Dq=\"' \"\" -Dp=C:\\x ")
                        .jvmArgs())
                .containsExactly("-Xmx64m", "-Da=b c", "-Dq=\"", "", "-Dp=C:\\x");
    }

    @Test
    void words_areReadInAnyCase() {
        assertThat(with("zombies", "Reap").zombies()).isEqualTo(ZombiePolicy.REAP);
        assertThat(with("startMethod", "spawn").startMethod()).isEqualTo(StartMethod.SPAWN);
        assertThat(with("skip", "TRUE").isSkipped()).isTrue();
    }

    static Stream<String> parameters() {
        return MultiProcessOptions.all().stream().map(Option::parameter);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void textNoProcessCanBeGiven_isRefusedByEveryOption(String parameter) {
        assertThatThrownBy(() -> with(parameter, "-a\0b"))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessageStartingWith("multiprocess.%s must ", parameter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "timeout|20 parsecs|must be a number and one of ns, us, ms, s, m, h and d, as in 20s or 500 ms",
                "timeout|-1s|must be a number and one of ns, us, ms, s, m, h and d, as in 20s or 500 ms",
                "timeout|``|must be a number and one of ns, us, ms, s, m, h and d, as in 20s or 500 ms",
                "startTimeout|0s|must be between 1ms and 7d",
                "stopGrace|8d|must be between 1ms and 7d",
                "timeout|99999999999999999999s|must be between 1ms and 7d",
                "timeout|999999999999999999d|must be between 1ms and 7d",
                "startMethod|TELEPORT|must be SPAWN or FORK or FORK_SERVER",
                "startMethod|INFERRED|must be SPAWN or FORK or FORK_SERVER",
                "maxChildren|0|must be a whole number from 1 to 10000",
                "maxChildren|10001|must be a whole number from 1 to 10000",
                "maxChildren|many|must be a whole number from 1 to 10000",
                "zombies|kill|must be fail or reap or ignore",
                "timeline|on|must be failed or always or never",
                "skip|yes|must be true or false",
                "frameLimit|lots|must be a number of bytes, or a number and k, m or g, as in 64m",
                "frameLimit|2g|must be between 1k and 1g",
                "queueBytes|1|must be between 1k and 1024g",
                "queueBytes|9999999999999g|must be between 1k and 1024g",
                "jvmArgs|-Da=\"b|must close every quote it opens",
                "jvmArgs|Xmx64m|must begin with an option of the JVM, as in -Xmx64m",
                "outputDirectory|` `|must be the path of a directory",
                "session|a b|must be at most 64 letters, digits, dots, dashes and underscores"
            })
    void badValue_failsWithKeyRuleValueAndSource(String parameter, String text, String rule) {
        assertThatThrownBy(() -> with(parameter, text))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.%s %s: '%s' (%s)", parameter, rule, text, PARAMETER);
    }

    @Test
    void layers_theLastOneWinsAndIsNamed() {
        MultiProcessOptions plugin =
                MultiProcessOptions.from(lookup(Map.of("multiprocess.timeout", "10s")), "Maven plugin parameter");
        assertThat(plugin.withTimeout("", "annotation @MultiProcess")).isEqualTo(plugin);
        assertThat(plugin.withTimeout("5s", "annotation @MultiProcess").timeout())
                .isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> plugin.withStopGrace("soon", "annotation @MultiProcess"))
                .hasMessage("multiprocess.stopGrace must be a number and one of ns, us, ms, s, m, h and d,"
                        + " as in 20s or 500 ms: 'soon' (annotation @MultiProcess)");
        assertThat(plugin.withStartMethod(StartMethod.FORK, "Processes.with").startMethod())
                .isEqualTo(StartMethod.FORK);
        assertThat(plugin.withStartMethod(StartMethod.INFERRED, "annotation @MultiProcess"))
                .isEqualTo(plugin);
    }

    @Test
    void jvmArgsOfTheAnnotation_comeBehindTheConfigured() {
        MultiProcessOptions options = with("jvmArgs", "-Xmx64m");
        assertThat(options.withJvmArgs(List.of("-Dmotto=a \"b\" 'c'", ""), "annotation @MultiProcess")
                        .jvmArgs())
                .containsExactly("-Xmx64m", "-Dmotto=a \"b\" 'c'", "");
        assertThat(options.withJvmArgs(List.of(), "annotation @MultiProcess")).isEqualTo(options);
    }

    @Test
    void unknownKey_failsNamingItAndTheKnown() {
        MultiProcessOptions.checkKeys(Set.of("multiprocess.timeout", "junit.speed", "multi"), PARAMETER);
        assertThatThrownBy(() -> MultiProcessOptions.checkKeys(Set.of("multiprocess.tiemout"), PARAMETER))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.tiemout (JUnit configuration parameter) is no option; did you mean"
                        + " multiprocess.timeout?");
        assertThatThrownBy(() -> MultiProcessOptions.checkKeys(Set.of("multiprocess.colour"), PARAMETER))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage(
                        "multiprocess.colour (JUnit configuration parameter) is no option; there are"
                                + " multiprocess.debug, multiprocess.frameLimit, multiprocess.jvmArgs, multiprocess.maxChildren,"
                                + " multiprocess.outputDirectory,"
                                + " multiprocess.queueBytes, multiprocess.skip,"
                                + " multiprocess.startMethod, multiprocess.startTimeout, multiprocess.stopGrace,"
                                + " multiprocess.timeline, multiprocess.timeout, multiprocess.withoutAgents, multiprocess.zombies");
    }

    @Test
    void anyOptions_areReadAsTheyWereWritten() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Map<String, String> texts = new HashMap<>();
            texts.put("multiprocess.timeout", (1 + random.nextInt(600_000)) + "ms");
            texts.put("multiprocess.startTimeout", (1_000_000 + random.nextInt(1_000_000_000)) + "ns");
            texts.put("multiprocess.stopGrace", (1 + random.nextInt(100)) + "m");
            texts.put("multiprocess.maxChildren", Integer.toString(1 + random.nextInt(10_000)));
            texts.put("multiprocess.zombies", random.nextBoolean() ? "reap" : "ignore");
            texts.put("multiprocess.timeline", random.nextBoolean() ? "always" : "never");
            texts.put("multiprocess.queueBytes", (1 + random.nextInt(1 << 20)) + "k");
            texts.put("multiprocess.frameLimit", Integer.toString(1024 + random.nextInt(1 << 20)));
            texts.put("multiprocess.withoutAgents", " agent-" + random.nextInt() + "*.jar  other.jar ");
            texts.put("multiprocess.session", Long.toHexString(random.nextLong()));
            texts.put("multiprocess.outputDirectory", "some dir/" + random.nextInt());
            MultiProcessOptions options =
                    MultiProcessOptions.from(lookup(texts), PARAMETER).withJvmArgs(arguments(random), PARAMETER);
            assertThat(MultiProcessOptions.from(lookup(options.asMap()), PARAMETER))
                    .as("seed %d", seed)
                    .isEqualTo(options)
                    .hasSameHashCodeAs(options)
                    .hasToString(options.toString());
        }
    }

    private static List<String> arguments(Random random) {
        String alphabet = "ab \"'\\\t\n=";
        StringBuilder argument = new StringBuilder("-D");
        random.ints(random.nextInt(10), 0, alphabet.length()).forEach(index -> argument.append(alphabet.charAt(index)));
        return List.of(argument.toString(), "", argument.reverse().toString());
    }

    @Test
    void defaultOutputDirectory_dependsOnTheBuildTool(@TempDir Path base) throws IOException {
        assertThat(MultiProcessOptions.defaultOutputDirectory(base))
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "multiprocess-" + user(base)));
        Files.createDirectory(base.resolve("build"));
        assertThat(MultiProcessOptions.defaultOutputDirectory(base))
                .isEqualTo(base.resolve("build").resolve("multiprocess"));
        Files.createFile(base.resolve("pom.xml"));
        assertThat(MultiProcessOptions.defaultOutputDirectory(base))
                .isEqualTo(base.resolve("target").resolve("multiprocess"));
        Files.delete(base.resolve("pom.xml"));
        Files.createDirectory(base.resolve("target"));
        assertThat(MultiProcessOptions.defaultOutputDirectory(base))
                .isEqualTo(base.resolve("target").resolve("multiprocess"));
    }

    /** By number: two users without a name in the password file would meet in one directory. */
    private static Object user(Path ownFile) throws IOException {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(ownFile, "unix:uid")
                : System.getProperty("user.name");
    }

    @Test
    void everyOption_hasAKeyOfOursAndADescription() {
        assertThat(MultiProcessOptions.defaults().asMap().keySet())
                .containsExactlyElementsOf(
                        MultiProcessOptions.all().stream().map(Option::key).toList());
        assertThat(MultiProcessOptions.all())
                .allSatisfy(option -> assertThat(option.key()).isEqualTo("multiprocess." + option.parameter()))
                .allSatisfy(option -> assertThat(option.description()).isNotBlank());
    }

    private static MultiProcessOptions with(String parameter, String text) {
        return MultiProcessOptions.from(lookup(Map.of("multiprocess." + parameter, text)), PARAMETER);
    }

    private static Function<String, Optional<String>> lookup(Map<String, String> texts) {
        return key -> Optional.ofNullable(texts.get(key));
    }
}
