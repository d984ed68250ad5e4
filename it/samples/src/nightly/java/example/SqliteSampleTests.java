package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write to one SQLite database lose no update of each other. */
class SqliteSampleTests {

    private static final int WRITERS = 4;
    private static final int UPDATES = 250;

    @MultiProcessTest(timeout = "30s")
    void processesAddToOneCounter_nothingIsLost(
            Processes processes, ProcessQueue<Integer> ready, ProcessQueue<Integer> go, @TempDir Path directory)
            throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("shop.db");
        try (Connection connection = connect(url)) {
            execute(connection, "CREATE TABLE stock(sold INT)");
            execute(connection, "INSERT INTO stock VALUES(0)");
        }

        ProcessGroup<Void> writers = processes.startEach(WRITERS, "writer", index -> {
            try (Connection connection = connect(url)) {
                ready.put(index);
                go.take();
                for (int i = 0; i < UPDATES; i++) {
                    execute(connection, "BEGIN IMMEDIATE"); // takes the lock before it reads
                    int sold = sold(connection);
                    execute(connection, "UPDATE stock SET sold = " + (sold + 1));
                    execute(connection, "COMMIT");
                }
            }
        });
        for (int i = 0; i < WRITERS; i++) {
            ready.take();
        }
        for (int i = 0; i < WRITERS; i++) {
            go.put(i); // all at once
        }
        writers.join();

        try (Connection connection = connect(url)) {
            assertThat(sold(connection)).isEqualTo(WRITERS * UPDATES);
        }
    }

    static Connection connect(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        execute(connection, "PRAGMA busy_timeout = 20000");
        execute(connection, "PRAGMA journal_mode = WAL");
        return connection;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static int sold(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sold FROM stock")) {
            return rows.getInt(1);
        }
    }
}
