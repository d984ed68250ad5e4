package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-javaagent:/repo/port-agent-1.2.jar | port-agent-1.2.jar",
                "-javaagent:/repo/port-agent.jar=port=9010,file=/tmp/a.jar | port-agent.jar",
                "-javaagent:agent.jar | agent.jar",
                "-javaagent:C:\\repo\\agent.jar=x | agent.jar",
                "-agentpath:/opt/libprofiler.so=start | libprofiler.so",
                "-agentlib:hprof=file=a/b | hprof",
                "-Dagent=-javaagent:/repo/agent.jar | -",
                "-ea | -"
            })
    void argument_hasTheNameOfItsAgent(String argument, String name) {
        assertThat(Agents.names(List.of(argument))).isEqualTo(name == null ? List.of() : List.of(name));
    }

    @ParameterizedTest
    @CsvSource({
        "port-agent-*.jar, true",
        "port-agent-1.2.jar, true",
        "*, true",
        "agent, false",
        "port-agent-1.2, false",
        "port.agent-1.2.jar, false"
    })
    void pattern_matchesTheWholeName(String pattern, boolean matches) {
        assertThat(Agents.isOneOf("-javaagent:/repo/port-agent-1.2.jar=9010", List.of("other", pattern)))
                .isEqualTo(matches);
    }
}
