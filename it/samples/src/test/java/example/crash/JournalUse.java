package example.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.Promises;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What crash tests do with a {@link Journal}. Which record comes next depends only on how many there are. */
final class JournalUse {

    /** How many tests a crash test of many makes; all take minutes. */
    static final int TESTS = Boolean.getBoolean("nightly") ? 1_000 : 20;

    /** Lengths of records, again and again; the third, the fifth and so on make the log too long. */
    private static final int[] LENGTHS = {600, 40, 5_000, 40, 1_300};

    private JournalUse() {}

    /** Appends records, and promises each. */
    static void append(int count, Path directory, Promises promises, Fault fault) throws IOException {
        try (Journal journal = Journal.open(directory, fault)) {
            for (int i = 0; i < count; i++) {
                int next = journal.records().size();
                journal.append(record(next));
                promises.add("record " + next);
            }
        }
    }

    /** Appends records as a program that only says of those that fail that they have failed, and continues. */
    static void appendWhatCanBe(int count, Path directory, Promises promises, Fault fault) throws IOException {
        try (Journal journal = Journal.open(directory, fault)) {
            for (int i = 0; i < count; i++) {
                int next = journal.records().size();
                try {
                    journal.append(record(next));
                    promises.add("record " + next);
                } catch (IOException e) {
                    System.out.println("record " + next + " is not appended: " + e);
                }
            }
        }
    }

    /** Checks that there are at least as many records as were promised, that all are whole, and that more can be appended. */
    static void check(int atLeast, Path directory, Fault fault) throws IOException {
        int count;
        try (Journal journal = Journal.open(directory, fault)) {
            count = checked(journal, atLeast);
            journal.append(record(count));
        }
        try (Journal again = Journal.open(directory, fault)) {
            checked(again, count + 1);
        }
    }

    private static int checked(Journal journal, int atLeast) {
        List<String> records = journal.records();
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).equals(record(i)))
                    .as("record %d is whole", i)
                    .isTrue();
        }
        assertThat(records.size()).as("number of records in the journal").isGreaterThanOrEqualTo(atLeast);
        return records.size();
    }

    private static String record(int index) {
        int length = LENGTHS[index % LENGTHS.length];
        return ("record " + index + " ").repeat(length).substring(0, length);
    }
}
