package example.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Promises;
import dev.multiprocess.crash.Unsynced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A commit of Lucene's survives a loss of power at any operation, and what was not committed does no harm. */
class LuceneCrashTests {

    /** All tests would take half an hour. */
    private static final int TESTS = Boolean.getBoolean("nightly") ? 100 : 8;

    @MultiProcess(timeout = "60s")
    @TestFactory
    Stream<DynamicTest> crashAmongCommits_committedDocumentsAreThere(CrashTests crashes) {
        // Memory that it maps is only read, so that the recording is complete.
        return crashes.run((dir, promises) -> {
                    try (Directory directory = FSDirectory.open(dir)) {
                        commit(3, directory, promises);
                    }
                })
                .atEveryFileOperation()
                .losing(Unsynced.NONE, Unsynced.ALL)
                .atMost(TESTS)
                .thenCheck(LuceneCrashTests::check);
    }

    @MultiProcess(timeout = "60s")
    @TestFactory
    Stream<DynamicTest> crashWithFilesThatAreOnlyRead_committedDocumentsAreThere(CrashTests crashes) {
        return crashes.run((dir, promises) -> {
                    try (Directory directory = new NIOFSDirectory(dir)) {
                        commit(1, directory, promises);
                    }
                })
                .atEveryFileOperation()
                .losing(Unsynced.NONE, Unsynced.ALL)
                .atMost(TESTS)
                .thenCheck(LuceneCrashTests::check);
    }

    @MultiProcess(timeout = "60s")
    @TestFactory
    Stream<DynamicTest> operationFails_committedDocumentsAreThere(CrashTests crashes) {
        return crashes.run((dir, promises) -> {
                    try (Directory directory = FSDirectory.open(dir)) {
                        commit(2, directory, promises);
                    }
                })
                .failing(IoFault.noSpace())
                .atMost(TESTS)
                .thenCheck(LuceneCrashTests::check);
    }

    /**
     * A writer that is closed after a failed force, as by this try-with-resources, commits again. The second force succeeds,
     * though what the first was to make safe is lost: the commit is safe, and the segment that it names is empty.
     */
    @NightlyTest
    void forceFails_closeCommitsWhatIsLost() {
        CrashReport report = CrashReport.of(FailedForceTestCases.class, "commit");

        assertThat(report.failedAt("none")).isEmpty();
        assertThat(report.failedAt("failedForce")).isNotEmpty();
    }

    static class FailedForceTestCases {

        @MultiProcess(timeout = "60s")
        @TestFactory
        Stream<DynamicTest> commit(CrashTests crashes) {
            return crashes.run((dir, promises) -> {
                        try (Directory directory = FSDirectory.open(dir)) {
                            LuceneCrashTests.commit(1, directory, promises);
                        }
                    })
                    .failing(IoFault.failedForce())
                    .thenCheck(LuceneCrashTests::check);
        }
    }

    /**
     * Lucene deletes an old commit before the segments that only this one uses, for when its process dies. If the power
     * fails, a file system that keeps no order may have done the second without the first. Readers look at the newest
     * commit only, and a writer at all.
     */
    @NightlyTest
    void deletionsReachTheDiskInAnotherOrder_writerDoesNotOpenTheIndex() {
        CrashReport report = CrashReport.of(MergeTestCases.class, "merge");

        assertThat(report.failed()).isNotEmpty().allSatisfy(key -> {
            assertThat(report.name(key)).containsAnyOf(": before deletion of ", ": at the end of the run");
            assertThat(report.message(key)).containsAnyOf("CorruptIndexException", "NoSuchFileException");
        });
    }

    static class MergeTestCases {

        @MultiProcess(timeout = "60s")
        @TestFactory
        Stream<DynamicTest> merge(CrashTests crashes) {
            return crashes.given(dir -> {
                        try (Directory directory = FSDirectory.open(dir)) {
                            commit(2, directory, none -> {});
                        }
                    })
                    .run((dir, promises) -> {
                        try (Directory directory = FSDirectory.open(dir);
                                IndexWriter writer = new IndexWriter(directory, config())) {
                            writer.addDocument(order("3"));
                            writer.forceMerge(1);
                            writer.commit();
                            promises.add("3");
                        }
                    })
                    .atEveryFileOperation()
                    .losing(Unsynced.RANDOM)
                    .thenCheck(LuceneCrashTests::check);
        }
    }

    /** Commits documents one by one, and then all of them as one segment. */
    static void commit(int documents, Directory directory, Promises promises) throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
            for (int i = 1; i <= documents; i++) {
                writer.addDocument(order(String.valueOf(i)));
                writer.commit();
                promises.add(String.valueOf(i));
            }
            writer.forceMerge(1);
        }
    }

    static void check(Path dir, List<String> promised) throws IOException {
        try (Directory directory = FSDirectory.open(dir)) {
            if (!promised.isEmpty()) {
                assertHas(promised, directory);
            }
            try (IndexWriter writer = new IndexWriter(directory, config())) {
                writer.addDocument(order("after the crash"));
            }
            assertHas(List.of("after the crash"), directory);
            assertHas(promised, directory);
            try (CheckIndex check = new CheckIndex(directory)) {
                assertThat(check.checkIndex().clean).as("index is clean").isTrue();
            }
        }
    }

    static void assertHas(List<String> ids, Directory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            for (String id : ids) {
                assertThat(reader.docFreq(new Term("id", id)))
                        .as("documents of order %s", id)
                        .isEqualTo(1);
            }
        }
    }

    /** Merges in the thread that commits, so that every run is the same. */
    static IndexWriterConfig config() {
        return new IndexWriterConfig().setMergeScheduler(new SerialMergeScheduler());
    }

    static Document order(String id) {
        Document document = new Document();
        document.add(new StringField("id", id, Store.YES));
        return document;
    }
}
