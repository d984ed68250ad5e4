package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths are written and separated otherwise there")
class AbsoluteArgumentTests {

    /** {@code HERE} stands for the working directory. */
    @ParameterizedTest
    @CsvSource({
        "-Djava.io.tmpdir=target/tmp, -Djava.io.tmpdir=HERE/target/tmp",
        "-javaagent:lib/agent.jar=destfile=target/x, -javaagent:HERE/lib/agent.jar=destfile=target/x",
        "-javaagent:lib/agent.jar, -javaagent:HERE/lib/agent.jar",
        "-Xbootclasspath/a:a.jar:/b.jar, -Xbootclasspath/a:HERE/a.jar:/b.jar",
        "--module-path=mods:/more, --module-path=HERE/mods:/more",
        "--patch-module=shop=target/classes, --patch-module=shop=HERE/target/classes",
        "-XX:SharedArchiveFile=base.jsa:top.jsa, -XX:SharedArchiveFile=HERE/base.jsa:HERE/top.jsa"
    })
    void relativePath_isMadeAbsolute(String argument, String expected) {
        assertThat(AbsoluteArgument.of(argument))
                .isEqualTo(expected.replace("HERE", Path.of("").toAbsolutePath().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ea",
                "-Xmx64m",
                "-Djava.io.tmpdir=/tmp",
                "-Djava.io.tmpdir=",
                "-Dshop.file=target/shop.txt",
                "-javaagent:/lib/agent.jar=target/x",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UseSerialGC"
            })
    void anythingElse_isLeftAsItIs(String argument) {
        assertThat(AbsoluteArgument.of(argument)).isEqualTo(argument);
    }
}
