package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.Capacity;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A RocksDB database is open in one process, and when that is killed, another opens it with all that was written. */
class RocksDbSampleTests {

    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    @MultiProcessTest(timeout = "30s")
    void ownerIsKilled_nextOpenerHasAllThatWasWritten(
            Processes processes, @Capacity(1_000) ProcessQueue<Integer> written, @TempDir Path directory)
            throws InterruptedException {
        // RocksDB unpacks its native library there, and a killed process would leave it in /tmp
        Processes openers = processes.with(o -> o.environment("ROCKSDB_SHAREDLIB_DIR", directory.toString()));
        String database = directory.resolve("db").toString();

        ChildProcess<Void> owner = openers.start("owner", () -> {
            try (RocksDB db = RocksDB.open(database)) {
                for (int i = 0; ; i++) {
                    db.put(ByteBuffer.allocate(4).putInt(i).array(), new byte[100]);
                    written.put(i);
                }
            }
        });
        assertThat(written.take()).isZero();
        assertThatThrownBy(openers.start("second", () -> keys(database))::result)
                .cause()
                .isInstanceOf(RocksDBException.class)
                .hasMessageContaining("lock");

        for (int i = 1; i < 5_000; i++) {
            assertThat(written.take()).isEqualTo(i);
        }
        owner.kill();
        int count = 5_000 + written.drain().size();
        assertThat(openers.start("next", () -> keys(database)).result())
                .startsWith(IntStream.range(0, count).boxed().toArray(Integer[]::new))
                .hasSizeBetween(count, count + 1); // the last put may have been killed before its acknowledgement
    }

    static List<Integer> keys(String database) throws RocksDBException {
        List<Integer> keys = new ArrayList<>();
        try (RocksDB db = RocksDB.open(database);
                RocksIterator entries = db.newIterator()) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                keys.add(ByteBuffer.wrap(entries.key()).getInt());
            }
        }
        return keys;
    }
}
