package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebuggerTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005",
                "-Xrunjdwp",
                "-Xrunjdwp:transport=dt_socket,server=y,address=5005",
                "-agentpath:/usr/lib/jvm/java-17/lib/libjdwp.so=transport=dt_socket,server=y",
                "-agentpath:libjdwp.so",
                "-agentpath:C:\\java\\bin\\jdwp.dll=transport=dt_shmem",
                "-agentpath:/Library/Java/lib/libjdwp.dylib"
            })
    void agentOfADebugger_isKnown(String argument) {
        assertThat(Debugger.agent(List.of("-ea", argument))).contains(argument);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Dproject.under.test=jdwp-client",
                "-Dagent=-agentlib:jdwp",
                "-agentlib:jdwp-proxy",
                "-agentlib:hprof=file=jdwp",
                "-Xrunjdwpx",
                "-agentpath:/opt/jdwp/libprofiler.so=libjdwp.so",
                "-agentpath:/opt/libjdwp.so/libother.so",
                "-javaagent:/repo/jdwp.jar",
                "--add-modules=jdk.jdwp.agent",
                "-Xdebug"
            })
    void anyOtherArgument_isNone(String argument) {
        assertThat(Debugger.agent(List.of(argument))).isEmpty();
    }
}
