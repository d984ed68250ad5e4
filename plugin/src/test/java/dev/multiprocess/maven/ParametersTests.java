package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.config.Option;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options are named by the options class and by the goals, from which the guide's table is made. They must agree. */
class ParametersTests {

    private static final Path DESCRIPTOR = Path.of("target", "classes", "META-INF", "maven", "plugin.xml");

    /** What the plugin makes itself. */
    private static final Option<?> SESSION = MultiProcessOptions.SESSION;

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "reap"})
    void goal_hasAParameterForEachOptionWithItsDefault(String goal) throws Exception {
        Map<String, Parameter> parameters = mojo(goal).getParameters().stream()
                .filter(Parameter::isEditable)
                .collect(Collectors.toMap(Parameter::getName, parameter -> parameter));
        assertThat(parameters.keySet())
                .containsExactlyInAnyOrderElementsOf(MultiProcessOptions.all().stream()
                        .filter(option -> option != SESSION)
                        .map(Option::parameter)
                        .toList());
        assertThat(parameters.values()).allSatisfy(parameter -> {
            assertThat(parameter.getExpression()).isEqualTo("${multiprocess." + parameter.getName() + "}");
            assertThat(parameter.getSince()).isEqualTo("0.1");
            assertThat(parameter.getDescription()).contains("Unset, ");
            assertThat(parameter.getDescription())
                    .containsIgnoringCase(option(parameter.getName()).description());
            if (parameter.getDefaultValue() != null && !parameter.getName().equals("outputDirectory")) {
                assertThat(parameter.getDefaultValue())
                        .isEqualTo(option(parameter.getName()).defaultText());
            }
        });
    }

    private static MojoDescriptor mojo(String goal) throws Exception {
        try (Reader reader = Files.newBufferedReader(DESCRIPTOR)) {
            return new PluginDescriptorBuilder()
                    .build(reader).getMojos().stream()
                            .filter(mojo -> mojo.getGoal().equals(goal))
                            .findFirst()
                            .orElseThrow();
        }
    }

    private static Option<?> option(String parameter) {
        return MultiProcessOptions.all().stream()
                .filter(option -> option.parameter().equals(parameter))
                .findFirst()
                .orElseThrow();
    }
}
