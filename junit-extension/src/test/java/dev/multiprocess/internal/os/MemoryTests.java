package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTests {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path directory;

    private static OperatingSystemMXBean system(long total, long free) {
        return (OperatingSystemMXBean) Proxy.newProxyInstance(
                MemoryTests.class.getClassLoader(),
                new Class<?>[] {OperatingSystemMXBean.class},
                (proxy, method, none) -> switch (method.getName()) {
                    case "getTotalMemorySize" -> total;
                    case "getFreeMemorySize" -> free;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Path meminfo(String text) throws IOException {
        return Files.writeString(directory.resolve("meminfo"), text);
    }

    @Test
    void copiesOfFiles_countAsAvailable() throws IOException {
        Path meminfo =
                meminfo("MemTotal:       33554432 kB\nMemFree:          524288 kB\nMemAvailable:   16777216 kB\n");
        assertThat(Memory.available(meminfo, system(32 * GIB, GIB / 2))).isEqualTo(16 * GIB);
    }

    @Test
    void container_hasNoMoreThanItsLimit() throws IOException {
        Path meminfo = meminfo("MemAvailable:   16777216 kB\n");
        assertThat(Memory.available(meminfo, system(2 * GIB, GIB / 2))).isEqualTo(2 * GIB);
    }

    @Test
    void whereNobodyTells_freeMemoryCounts() throws IOException {
        assertThat(Memory.available(directory.resolve("none"), system(32 * GIB, GIB)))
                .isEqualTo(GIB);
        assertThat(Memory.available(meminfo("MemFree: 1 kB\n"), system(32 * GIB, GIB)))
                .isEqualTo(GIB);
        assertThat(Memory.available(directory.resolve("none"), null)).isEqualTo(Long.MAX_VALUE);
    }
}
