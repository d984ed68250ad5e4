package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NativeFSLockFactory;
import org.junit.jupiter.api.io.TempDir;

/** A Lucene index has one writer among all processes, and when that is killed, another can continue from its last commit. */
class LuceneSampleTests {

    @MultiProcessTest(timeout = "30s")
    void writerIsKilled_nextWriterHasItsLockAndItsCommit(
            Processes processes, ProcessQueue<String> events, @TempDir Path index) throws InterruptedException {
        ChildProcess<Void> owner = processes.start("owner", () -> {
            try (Directory directory = open(index);
                    IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                writer.addDocument(order("1"));
                writer.commit();
                writer.addDocument(order("2"));
                writer.flush();
                events.put("2 documents, 1 of them committed");
                new CountDownLatch(1).await(); // until it is killed
            }
        });
        events.take();

        assertThatThrownBy(processes.start("early", () -> addOrder(index))::result)
                .hasCauseInstanceOf(LockObtainFailedException.class);
        owner.pause(); // a silent owner is an owner
        assertThatThrownBy(processes.start("impatient", () -> addOrder(index))::result)
                .hasCauseInstanceOf(LockObtainFailedException.class);

        owner.kill();
        assertThat(index.resolve(IndexWriter.WRITE_LOCK_NAME)).exists(); // the file, not the lock
        assertThat(processes.start("next", () -> addOrder(index)).result()).isEqualTo(2);
    }

    /** Adds a document to an index, and returns how many there are then. */
    static int addOrder(Path index) throws IOException {
        try (Directory directory = open(index);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.addDocument(order("3"));
            return writer.getDocStats().numDocs;
        }
    }

    static Directory open(Path index) throws IOException {
        return FSDirectory.open(index, NativeFSLockFactory.INSTANCE);
    }

    static Document order(String id) {
        Document document = new Document();
        document.add(new StringField("id", id, Store.YES));
        return document;
    }
}
