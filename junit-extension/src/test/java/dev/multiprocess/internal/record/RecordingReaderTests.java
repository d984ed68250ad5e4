package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A log is read up to where it is whole. */
class RecordingReaderTests {

    @TempDir
    private Path base;

    @Test
    @EnabledOnOs(OS.LINUX)
    void tornLog_isReadUpToTheTear() throws Exception {
        RecordedJvm jvm = new RecordedJvm(Path.of(System.getProperty("java.home")), base);
        Path directory = RandomOperations.prepare(base.resolve("dir"));
        assertThat(jvm.run(List.of(), RandomOperations.class, directory, 17, 40))
                .isZero();
        byte[] log = Files.readAllBytes(jvm.log());
        List<Operation> whole = RecordingReader.read(ByteBuffer.wrap(log));
        assertThat(whole).hasSizeGreaterThan(20);

        int last = 0;
        for (int length = Long.BYTES; length <= log.length; length++) {
            List<Operation> read = RecordingReader.read(ByteBuffer.wrap(log, 0, length));
            assertThat(read.size()).isBetween(last, last + 1);
            assertThat(read.stream().map(Operation::origin))
                    .isEqualTo(whole.subList(0, read.size()).stream()
                            .map(Operation::origin)
                            .toList());
            last = read.size();
        }
        assertThat(last).isEqualTo(whole.size());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void changedByte_endsTheLogBeforeItsEntry() throws Exception {
        RecordedJvm jvm = new RecordedJvm(Path.of(System.getProperty("java.home")), base);
        Path directory = RandomOperations.prepare(base.resolve("dir"));
        assertThat(jvm.run(List.of(), RandomOperations.class, directory, 17, 40))
                .isZero();
        byte[] log = Files.readAllBytes(jvm.log());
        int whole = RecordingReader.read(ByteBuffer.wrap(log)).size();

        for (int at = Long.BYTES; at < log.length; at += 7) {
            log[at] ^= 0x55;
            assertThat(RecordingReader.read(ByteBuffer.wrap(log))).hasSizeLessThan(whole);
            log[at] ^= 0x55;
        }
    }

    @Test
    void otherFile_isRefused() {
        assertThatThrownBy(() -> RecordingReader.read(ByteBuffer.wrap(new byte[100])))
                .isInstanceOf(IOException.class)
                .hasMessage("this is no recording of file operations");
        assertThatThrownBy(() -> RecordingReader.read(ByteBuffer.allocate(0))).isInstanceOf(IOException.class);
    }
}
