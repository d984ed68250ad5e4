package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmArgumentsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ea",
                "-ea:org.example...",
                "-Xmx512m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-modules=jdk.httpserver",
                "--enable-preview",
                "-javaagent:/repo/org.jacoco.agent.jar=destfile=/build/jacoco.exec,append=true",
                "-javaagent:/repo/mockito-core.jar",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+UseG1GC",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:OnOutOfMemoryError=kill -9 %p",
                "-XX:SharedArchiveFile=/repo/app.jsa",
                "-Duser.language=tr",
                "-Dmy.flag",
                "-Xlog:gc",
                "-Xlog:gc::uptime",
                "-Xlog:gc*:stdout:uptime",
                "-Xss2m",
                "-agentlib:jdwp-proxy",
                "-javaagent:/repo/agent.jar=beside=idea_rt.jar",
                "-Dbasedirectory=/data",
                "-Dsurefires=no"
            })
    void flagThatMatters_isTakenOver(String argument) {
        assertThat(JvmArguments.inheritedFrom(List.of(argument)).toList()).containsExactly(argument);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005",
                "-agentlib:jdwp=transport=dt_socket,server=n,address=127.0.0.1:40001",
                "-Xrunjdwp:transport=dt_socket,server=y,address=5005",
                "-Xdebug",
                "-agentpath:/opt/profiler/libprofiler.so=port=10001",
                "-Dcom.sun.management.jmxremote",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-XX:StartFlightRecording=filename=test.jfr",
                "-XX:HeapDumpPath=heap.hprof",
                "-XX:ErrorFile=crash.log",
                "-XX:ArchiveClassesAtExit=app.jsa",
                "-XX:+AutoCreateSharedArchive",
                "-XX:DumpLoadedClassList=classes.lst",
                "-Xlog:gc*:file=gc.log",
                "-Xlog:gc*:gc.log",
                "-Xlog::gc.log:uptime",
                "-Xloggc:gc.log",
                "-javaagent:/opt/idea/lib/idea_rt.jar=40000:/opt/idea/bin",
                "-Xms512m",
                "-XX:InitialHeapSize=536870912",
                "-Dmultiprocess.timeout=1s",
                "-Dbasedir=/project"
            })
    void whatTwoJvmsCannotShare_isLeftOut(String argument) {
        assertThat(JvmArguments.inheritedFrom(List.of(argument)).toList()).isEmpty();
    }

    @Test
    void laterCollector_replacesTheInherited() {
        JvmArguments arguments = JvmArguments.inheritedFrom(List.of("-XX:+UseG1GC", "-ea"));
        arguments.add("-XX:+UseParallelGC");
        assertThat(arguments.toList()).containsExactly("-ea", "-XX:+UseParallelGC");
    }

    @Test
    void agentsLeftOut_areThoseOfTheName() {
        JvmArguments arguments = JvmArguments.inheritedFrom(
                List.of("-ea", "-javaagent:/repo/port-agent-1.jar=9010", "-javaagent:/repo/jacoco.jar"));
        arguments.removeAgents(List.of("port-agent-*.jar"));
        assertThat(arguments.toList()).containsExactly("-ea", "-javaagent:/repo/jacoco.jar");
    }

    @Test
    void argumentsInFront_leaveThoseThatSayTheSameBehindThem() {
        JvmArguments arguments = JvmArguments.inheritedFrom(List.of("-Dkey=users"));
        arguments.addFirst(List.of("-Dkey=ours"));
        assertThat(arguments.toList()).containsExactly("-Dkey=ours", "-Dkey=users");
    }
}
