package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class ToolsTest {

    @MultiProcessTest
    void agentMocksAFinalClassInAChild(Processes processes) {
        ChildProcess<String> child = processes.start("mocking", () -> {
            Shop shop = mock(Shop.class);
            when(shop.buy()).thenReturn("cake");
            return shop.buy();
        });
        assertThat(child.result()).isEqualTo("cake");
        assertThat(child.output())
                .noneMatch(line -> line.contains("agent is being loaded") || line.contains("Mockito"));
        assertThat(processes.start("asked", ToolsTest::agents).result())
                .singleElement()
                .asString()
                .contains("mockito-core");
    }

    private static List<String> agents() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .toList();
    }

    @MultiProcessTest
    void mockThatIsCaptured_isRefused(Processes processes) {
        Runnable mock = mock(Runnable.class);

        assertThatThrownBy(() -> processes.start("mocking", () -> mock.run()))
                .hasMessageMatching(
                        "task of child 'mocking' cannot cross to another JVM: its variable mock has the type \\S+,"
                                + " which is a mock of Mockito and lives in the JVM that made it; make the mock in the task");
    }

    @MultiProcessTest
    void propertiesOfTheBuild_areTheSameInAChild(Processes processes) {
        List<String> here = properties();

        assertThat(here).startsWith("pom", "user").doesNotContainNull();
        for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER)) {
            assertThat(processes
                            .with(options -> options.startMethod(method))
                            .start(ToolsTest::properties)
                            .result())
                    .as(method.name())
                    .isEqualTo(here);
        }
    }

    private static List<String> properties() {
        return Stream.of("from.pom", "from.user", "java.io.tmpdir", "basedir")
                .map(System::getProperty)
                .toList();
    }

    @MultiProcessTest
    void packageThatIsOpenHere_isOpenInAChild(Processes processes) {
        ChildProcess<Integer> child = processes.start("looking", () -> {
            Field size = ArrayList.class.getDeclaredField("size");
            size.setAccessible(true);
            return (Integer) size.get(new ArrayList<>(List.of(1, 2, 3)));
        });
        assertThat(child.result()).isEqualTo(3);
    }

    @MultiProcessTest
    void assertionsAreOnInAChild(Processes processes) {
        assertThat(processes
                        .start("asserting", () -> ToolsTest.class.desiredAssertionStatus())
                        .result())
                .isTrue();
    }

    @MultiProcessTest
    void variablesWithJvmArguments_holdInAChildOnceAndSayNothing(Processes processes) {
        assertThat(System.getenv("JAVA_TOOL_OPTIONS")).isEqualTo("-Dfrom.tool.options=yes");
        ChildProcess<List<String>> child = processes.start(
                "quiet",
                () -> ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.contains("from.tool.options"))
                        .toList());
        assertThat(child.result()).containsExactly("-Dfrom.tool.options=yes");
        assertThat(child.output()).isEmpty();
        assertThat(processes
                        .start("asked", () -> System.getenv("JAVA_TOOL_OPTIONS"))
                        .result())
                .isNull();
    }
}
