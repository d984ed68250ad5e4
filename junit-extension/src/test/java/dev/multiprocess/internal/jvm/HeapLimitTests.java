package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapLimitTests {

    @Test
    void lastArgumentHolds_howeverItSaysIt() {
        assertThat(HeapLimit.of(List.of("-Xmx64m", "-ea", "-Xms1m"))).isEqualTo("-Xmx64m");
        assertThat(HeapLimit.of(List.of("-Xmx64m", "-XX:MaxHeapSize=32m"))).isEqualTo("-XX:MaxHeapSize=32m");
        assertThat(HeapLimit.of(List.of("-XX:MaxRAMPercentage=10"))).isEqualTo("-XX:MaxRAMPercentage=10");
    }

    @Test
    void withoutAnArgument_theJvmDecides() {
        assertThat(HeapLimit.of(List.of("-ea"))).startsWith("chosen by its JVM");
    }
}
