package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** An H2 database whose writer is killed has every transaction that was acknowledged, and no half of one. */
class H2SampleTests {

    @MultiProcessTest(timeout = "30s")
    void writerIsKilledAmongCommits_acknowledgedOnesAreThereAndWhole(
            Processes processes, ProcessQueue<Integer> acknowledged, @TempDir Path directory) throws Exception {
        // without WRITE_DELAY=0, H2 acknowledges up to half a second before it writes
        String url = "jdbc:h2:file:" + directory.resolve("bank") + ";WRITE_DELAY=0";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE debit(id INT PRIMARY KEY)");
            statement.execute("CREATE TABLE credit(id INT PRIMARY KEY)");
        }

        List<Integer> transfers = new ArrayList<>();
        for (int kills = 1; kills <= 5; kills++) {
            ChildProcess<Void> writer = processes.start("writer", () -> transferForEver(url, acknowledged));
            for (int i = 0; i < 40 * kills; i++) {
                transfers.add(acknowledged.take());
            }
            writer.kill();
            transfers.addAll(acknowledged.drain());
            List<Integer> debits = ids(url, "debit");

            assertThat(ids(url, "credit")).isEqualTo(debits);
            assertThat(debits).startsWith(transfers.toArray(new Integer[0]));
            // the last commit may have been killed on the way from the database to the queue
            assertThat(debits).hasSizeBetween(transfers.size(), transfers.size() + 1);
            transfers = debits;
        }
        assertThat(transfers)
                .isEqualTo(IntStream.range(0, transfers.size()).boxed().toList());
    }

    static void transferForEver(String url, ProcessQueue<Integer> acknowledged) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int id = ids(url, "debit").size(); ; id++) {
                statement.execute("INSERT INTO debit VALUES(" + id + ")");
                statement.execute("INSERT INTO credit VALUES(" + id + ")");
                connection.commit();
                acknowledged.put(id);
            }
        }
    }

    static List<Integer> ids(String url, String table) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }
}
