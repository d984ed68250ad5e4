package dev.multiprocess.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What accesses do, and which are refused; of one process. */
class MemoryViewTests {

    @TempDir
    private Path folder;

    private Segment segment(long bytes) throws IOException {
        return Segment.create(new SegmentId("memory", 3, bytes, "a: b", folder.resolve("segment-3")), () -> {});
    }

    private MemoryView view(long bytes) throws IOException {
        return MemoryView.VIEWS.of(segment(bytes));
    }

    @Test
    void newMemory_isZeroAndWritten() throws IOException {
        MemoryView memory = view(100_000);

        byte[] all = new byte[100_000];
        memory.buffer().get(all);
        assertThat(all).containsOnly(0);
        assertThat(memory.size()).isEqualTo(100_000);
        // Blocks of 512 bytes, as POSIX counts them: none of the file is a hole.
        assertThat(blocks() * 512).isGreaterThanOrEqualTo(100_000);
    }

    private long blocks() throws IOException {
        try {
            Process stat = new ProcessBuilder(
                            "stat", "-c", "%b", folder.resolve("segment-3").toString())
                    .start();
            return Long.parseLong(new String(stat.getInputStream().readAllBytes()).trim());
        } catch (IOException | NumberFormatException noSuchCommand) {
            return Long.MAX_VALUE / 512;
        }
    }

    @Test
    void ints_doWhatTheirNamesSay() throws IOException {
        MemoryView memory = view(16);

        memory.setInt(4, 1);
        assertThat(memory.getInt(4)).isEqualTo(1);
        memory.setIntVolatile(4, 2);
        assertThat(memory.getIntVolatile(4)).isEqualTo(2);
        memory.setIntRelease(4, 3);
        assertThat(memory.getIntAcquire(4)).isEqualTo(3);
        assertThat(memory.compareAndSetInt(4, 0, 9)).isFalse();
        assertThat(memory.compareAndSetInt(4, 3, 4)).isTrue();
        assertThat(memory.compareAndExchangeInt(4, 0, 9)).isEqualTo(4);
        assertThat(memory.compareAndExchangeInt(4, 4, 5)).isEqualTo(4);
        assertThat(memory.getAndSetInt(4, 6)).isEqualTo(5);
        assertThat(memory.getAndAddInt(4, -2)).isEqualTo(6);
        assertThat(memory.getAndBitwiseOrInt(4, 3)).isEqualTo(4);
        assertThat(memory.getAndBitwiseAndInt(4, 6)).isEqualTo(7);
        assertThat(memory.getAndBitwiseXorInt(4, 1)).isEqualTo(6);
        assertThat(memory.getInt(4)).isEqualTo(7);
        assertThat(memory.getInt(0) + memory.getInt(8) + memory.getInt(12)).isZero();
        assertThat(memory.buffer(4, 4).getInt()).isEqualTo(7);
    }

    @Test
    void longs_doWhatTheirNamesSay() throws IOException {
        MemoryView memory = view(24);
        long big = 1L << 40;

        memory.setLong(8, big);
        assertThat(memory.getLong(8)).isEqualTo(big);
        memory.setLongVolatile(8, big + 2);
        assertThat(memory.getLongVolatile(8)).isEqualTo(big + 2);
        memory.setLongRelease(8, big + 3);
        assertThat(memory.getLongAcquire(8)).isEqualTo(big + 3);
        assertThat(memory.compareAndSetLong(8, 3, 9)).isFalse();
        assertThat(memory.compareAndSetLong(8, big + 3, big + 4)).isTrue();
        assertThat(memory.compareAndExchangeLong(8, 0, 9)).isEqualTo(big + 4);
        assertThat(memory.compareAndExchangeLong(8, big + 4, big + 5)).isEqualTo(big + 4);
        assertThat(memory.getAndSetLong(8, 6)).isEqualTo(big + 5);
        assertThat(memory.getAndAddLong(8, big - 2)).isEqualTo(6);
        assertThat(memory.getAndBitwiseOrLong(8, 3)).isEqualTo(big + 4);
        assertThat(memory.getAndBitwiseAndLong(8, 6)).isEqualTo(big + 7);
        assertThat(memory.getAndBitwiseXorLong(8, 1)).isEqualTo(6);
        assertThat(memory.getLong(8)).isEqualTo(7);
        assertThat(memory.getLong(0) + memory.getLong(16)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, 13, 16, 20, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void intOutside_isRefused(long offset) throws IOException {
        MemoryView memory = view(16);

        assertThatThrownBy(() -> memory.getAndAddInt(offset, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("memory 'a: b' has 16 bytes; there are no 4 bytes at offset " + offset);
    }

    @Test
    void longInMemoryThatIsTooSmall_isRefused() throws IOException {
        MemoryView memory = view(7);

        assertThatThrownBy(() -> memory.getLong(0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("memory 'a: b' has 7 bytes; there are no 8 bytes at offset 0");
    }

    @Test
    void offsetThatIsNotAligned_isRefused() throws IOException {
        MemoryView memory = view(16);

        assertThatThrownBy(() -> memory.getLong(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the offset of 8 bytes of memory 'a: b' must be a multiple of 8: offset=4");
        assertThatThrownBy(() -> memory.setIntVolatile(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the offset of 4 bytes of memory 'a: b' must be a multiple of 4: offset=2");
    }

    @Test
    void buffers_areInsideOrRefused() throws IOException {
        MemoryView memory = view(16);

        assertThat(memory.buffer(16, 0).capacity()).isZero();
        ByteBuffer odd = memory.buffer(3, 13);
        assertThat(odd.capacity()).isEqualTo(13);
        assertThat(odd.order()).isEqualTo(ByteOrder.nativeOrder());
        odd.put(0, (byte) 9);
        assertThat(memory.buffer().get(3)).isEqualTo((byte) 9);
        for (long[] each :
                new long[][] {{0, 17}, {17, 0}, {-1, 1}, {1, -1}, {15, 2}, {Long.MAX_VALUE, 1}, {1, 1 << 30}}) {
            assertThatThrownBy(() -> memory.buffer(each[0], (int) each[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("memory 'a: b' has 16 bytes; there are no " + each[1] + " bytes at offset " + each[0]);
        }
    }

    @Test
    void memory_isTheSameInAnotherMapping() throws IOException {
        MemoryView memory = view(16);
        MappedSegments mapped = new MappedSegments();
        MemoryView other = (MemoryView) mapped.resolve(memory.handleId(), MemoryView.VIEWS);

        other.setLong(8, 5);

        assertThat(memory.getLong(8)).isEqualTo(5);
        assertThat(other).isEqualTo(memory).hasSameHashCodeAs(memory).isNotSameAs(memory);
        assertThat(mapped.resolve(memory.handleId(), MemoryView.VIEWS)).isSameAs(other);
        assertThat(other.name()).isEqualTo("a: b");
    }

    @Test
    void end_isSeenInEveryMapping() throws IOException {
        Segment segment = segment(8);
        MemoryView memory = MemoryView.VIEWS.of(segment);
        MappedSegments mapped = new MappedSegments();
        MemoryView other = (MemoryView) mapped.resolve(memory.handleId(), MemoryView.VIEWS);

        segment.end();

        String message = "memory 'a: b' has ended with its test or class";
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> memory.getInt(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> other.getInt(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> new MappedSegments().resolve(memory.handleId(), MemoryView.VIEWS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void fileThatWasCutOff_isNotMapped() throws IOException {
        MemoryView memory = view(16);
        Files.write(folder.resolve("segment-3"), new byte[20]);

        assertThatThrownBy(() -> new MappedSegments().resolve(memory.handleId(), MemoryView.VIEWS))
                .hasMessageContaining("memory 'a: b' cannot be mapped in this process")
                .hasMessageContaining("must have 144 bytes: size=20");
    }

    @Test
    void creationThatIsGivenUp_leavesNothing() {
        AtomicInteger blocks = new AtomicInteger();

        assertThatThrownBy(() ->
                        Segment.create(new SegmentId("memory", 1, 1 << 20, "m", folder.resolve("segment-1")), () -> {
                            assertThat(folder.resolve("segment-1")).exists();
                            if (blocks.incrementAndGet() == 5) {
                                throw new IllegalStateException("over");
                            }
                        }))
                .hasMessage("over");

        assertThat(blocks).hasValue(5);
        assertThat(folder).isEmptyDirectory();
    }
}
