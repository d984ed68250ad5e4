package example.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.Promises;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A commit of SQLite's survives the death of its process. SQLite is native code, whose file operations are not seen: its
 * process is killed at points of the program, and at random instants.
 */
@MultiProcess(timeout = "60s")
class SqliteCrashTests {

    @TestFactory
    Stream<DynamicTest> processDiesAroundCommits_committedTransfersAreThere(
            CrashTests crashes, Checkpoints checkpoints) {
        return checked(crashes.given(SqliteCrashTests::create)
                .run((dir, promises) -> transfer(3, dir, promises, checkpoints::reach))
                .atCheckpoints("half", "whole", "committed"));
    }

    @TestFactory
    Stream<DynamicTest> processDiesAtAnyInstant_committedTransfersAreThere(CrashTests crashes) {
        return checked(crashes.given(SqliteCrashTests::create)
                .run((dir, promises) -> transfer(200, dir, promises, none -> {}))
                .atRandomInstants(50));
    }

    /** What is done at a point of a transfer. */
    interface AtPoint {
        void reach(String point);
    }

    static Stream<DynamicTest> checked(CrashPlan plan) {
        return plan.thenCheck((dir, promised) -> {
            try (Connection connection = connect(dir)) {
                assertThat(text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
                int transfers = Integer.parseInt(text(connection, "SELECT count(*) FROM debit"));
                // the last commit may be there before it was promised
                assertThat(transfers).as("transfers").isBetween(promised.size(), promised.size() + 1);
                assertThat(text(connection, "SELECT count(*) FROM debit JOIN credit USING (id)"))
                        .as("whole transfers")
                        .isEqualTo(String.valueOf(transfers));
                assertThat(text(connection, "SELECT count(*) FROM credit")).isEqualTo(String.valueOf(transfers));
            }
        });
    }

    static void create(Path dir) throws SQLException {
        try (Connection connection = connect(dir)) {
            execute(connection, "CREATE TABLE debit(id INTEGER PRIMARY KEY, note TEXT)");
            execute(connection, "CREATE TABLE credit(id INTEGER PRIMARY KEY, note TEXT)");
        }
    }

    static void transfer(int count, Path dir, Promises promises, AtPoint at) throws SQLException {
        try (Connection connection = connect(dir)) {
            for (int id = 0; id < count; id++) {
                execute(connection, "BEGIN");
                execute(connection, "INSERT INTO debit VALUES(" + id + ", hex(zeroblob(3000)))");
                at.reach("half");
                execute(connection, "INSERT INTO credit VALUES(" + id + ", hex(zeroblob(3000)))");
                at.reach("whole");
                execute(connection, "COMMIT");
                at.reach("committed");
                promises.add(String.valueOf(id));
            }
        }
    }

    static Connection connect(Path dir) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("bank.db"));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
