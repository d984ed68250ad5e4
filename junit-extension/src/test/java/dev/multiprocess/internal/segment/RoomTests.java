package dev.multiprocess.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a file fits. */
class RoomTests {

    @Test
    void file_mustFitInTheFileSystem() {
        Room room = new Room(100, 1000, Long.MAX_VALUE);

        assertThat(room.has(100)).isTrue();
        assertThat(room.has(101)).isFalse();
        assertThat(room).hasToString("100 of 1000 bytes free");
    }

    /** Linux says 0 of a file system in memory that has no size. */
    @Test
    void fileSystemWithoutABound_hasRoom() {
        assertThat(new Room(0, 0, Long.MAX_VALUE).has(1 << 30)).isTrue();
        assertThat(new Room(0, 0, Long.MAX_VALUE)).hasToString("no bound");
        assertThat(new Room(0, 0, 10)).hasToString("no bound but 10 bytes of memory for it");
    }

    @Test
    void fileInMemory_mustFitInMemoryToo() {
        Room room = new Room(100, 1000, 50);

        assertThat(room.has(50)).isTrue();
        assertThat(room.has(51)).isFalse();
        assertThat(room).hasToString("100 of 1000 bytes free but 50 bytes of memory for it");
    }

    @Test
    void realFolder_hasRoom(@TempDir Path folder) throws IOException {
        assertThat(Room.in(folder, false).has(1)).isTrue();
        assertThat(Room.in(folder, false).memory()).isEqualTo(Long.MAX_VALUE);
        assertThat(Room.in(folder, true).memory()).isPositive().isLessThan(Long.MAX_VALUE);
    }
}
