package example.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.Promises;
import dev.multiprocess.crash.Unsynced;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A commit of H2's survives the death of its process; a loss of power it survives after a checkpoint, as its documentation
 * says.
 */
class H2CrashTests {

    private static final int TESTS = 150;

    @MultiProcess(timeout = "60s")
    @TestFactory
    Stream<DynamicTest> processDies_committedTransfersAreThere(CrashTests crashes) {
        return crashes.given(H2CrashTests::create)
                .run((dir, promises) -> transfer(3, "COMMIT", dir, promises))
                .atEveryFileOperation()
                .atMost(TESTS)
                .thenCheck((dir, promised) ->
                        assertThat(wholeTransfers(dir)).as("transfers").isGreaterThanOrEqualTo(promised.size()));
    }

    /** "This database does not guarantee that all committed transactions survive a power failure." */
    @MultiProcess(timeout = "60s")
    @TestFactory
    Stream<DynamicTest> powerFails_transfersAreWholeThoughTheLastMayBeMissing(CrashTests crashes) {
        return crashes.given(H2CrashTests::create)
                .run((dir, promises) -> transfer(3, "COMMIT", dir, promises))
                .atEveryFileOperation()
                .losing(Unsynced.ALL)
                .atMost(TESTS)
                .thenCheck((dir, promised) -> wholeTransfers(dir));
    }

    @MultiProcess(timeout = "60s")
    @TestFactory
    Stream<DynamicTest> powerFailsAfterACheckpoint_transfersBeforeItAreThere(CrashTests crashes) {
        return crashes.given(H2CrashTests::create)
                .run((dir, promises) -> transfer(3, "CHECKPOINT SYNC", dir, promises))
                .atEveryFileOperation()
                .losing(Unsynced.ALL)
                .atMost(TESTS)
                .thenCheck((dir, promised) ->
                        assertThat(wholeTransfers(dir)).as("transfers").isGreaterThanOrEqualTo(promised.size()));
    }

    /**
     * H2 writes what was changed as one chunk, whose last page has a checksum of itself, and takes that for a sign that the
     * chunk is whole. If the power fails before the pages of a chunk are forced, the last may be on the disk and another not:
     * then rows are wrong, or tables missing, that were committed and forced before.
     */
    @Test
    void lastPageOfAChunkReachesTheDiskWithoutTheOthers_databaseIsDamaged() {
        CrashReport report = CrashReport.of(PartOfAChunkTestCases.class, "transfer");

        assertThat(report.failed())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(report.message(key)).containsAnyOf("credits", "debits", "not found"));
    }

    static class PartOfAChunkTestCases {

        @MultiProcess(timeout = "60s")
        @TestFactory
        Stream<DynamicTest> transfer(CrashTests crashes) {
            return crashes.given(H2CrashTests::create)
                    .run((dir, promises) -> H2CrashTests.transfer(3, "CHECKPOINT SYNC", dir, promises))
                    .atEveryFileOperation()
                    .losing(Unsynced.RANDOM)
                    .thenCheck((dir, promised) ->
                            assertThat(wholeTransfers(dir)).as("transfers").isGreaterThanOrEqualTo(promised.size()));
        }
    }

    static void create(Path dir) throws SQLException {
        try (Connection connection = connect(dir);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE debit(id INT PRIMARY KEY, note VARCHAR)");
            statement.execute("CREATE TABLE credit(id INT PRIMARY KEY, note VARCHAR)");
        }
    }

    /** Commits transfers, and promises each after one more statement. */
    static void transfer(int count, String beforePromise, Path dir, Promises promises) throws SQLException {
        try (Connection connection = connect(dir);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int id = 0; id < count; id++) {
                statement.execute("INSERT INTO debit VALUES(" + id + ", SPACE(3000))");
                statement.execute("INSERT INTO credit VALUES(" + id + ", SPACE(3000))");
                connection.commit();
                statement.execute(beforePromise);
                promises.add(String.valueOf(id));
            }
        }
    }

    /** How many transfers are there, of which there is no half, and none between. */
    static int wholeTransfers(Path dir) throws SQLException {
        try (Connection connection = connect(dir)) {
            List<Integer> debits = ids(connection, "debit");
            assertThat(ids(connection, "credit")).as("credits").isEqualTo(debits);
            assertThat(debits)
                    .as("debits")
                    .isEqualTo(IntStream.range(0, debits.size()).boxed().toList());
            return debits.size();
        }
    }

    static Connection connect(Path dir) throws SQLException {
        // without WRITE_DELAY=0, H2 acknowledges up to half a second before it writes
        return DriverManager.getConnection("jdbc:h2:file:" + dir.resolve("bank") + ";WRITE_DELAY=0");
    }

    static List<Integer> ids(Connection connection, String table) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }
}
