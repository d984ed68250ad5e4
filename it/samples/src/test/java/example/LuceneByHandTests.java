package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NativeFSLockFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link LuceneSampleTests} proves, with nothing but the JDK, for the page that compares the two. */
class LuceneByHandTests {

    private static final int LOCKED_OUT = 3;

    @Test
    @Timeout(30)
    void writerIsKilled_nextWriterHasItsLockAndItsCommit(@TempDir Path index) throws Exception {
        Process owner = start("own", index);
        try {
            BufferedReader output = owner.inputReader();
            List<String> lines = new ArrayList<>();
            while (!lines.contains("1 of 2 documents committed")) {
                String line = output.readLine();
                if (line == null) {
                    throw new AssertionError("the owner ended with " + owner.waitFor() + ": " + lines);
                }
                lines.add(line);
            }

            assertThat(run("add", index)).isEqualTo("exit code " + LOCKED_OUT + ": ");
            signal("-STOP", owner); // a silent owner is an owner
            assertThat(run("add", index)).isEqualTo("exit code " + LOCKED_OUT + ": ");

            owner.destroyForcibly().waitFor();
            assertThat(index.resolve(IndexWriter.WRITE_LOCK_NAME)).exists(); // the file, not the lock
            assertThat(run("add", index)).isEqualTo("exit code 0: 2");
        } finally {
            owner.destroyForcibly();
        }
    }

    static Process start(String task, Path index) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LuceneByHandTests.class.getName(),
                task,
                index.toString());
        // apart from the answers, because JVMs print warnings of their own
        return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    }

    static String run(String task, Path index) throws IOException, InterruptedException {
        Process process = start(task, index);
        try {
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the process that runs '" + task + "' does not end: " + output);
            }
            return "exit code " + process.exitValue() + ": " + output.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    static void signal(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        try (Directory directory = FSDirectory.open(Path.of(arguments[1]), NativeFSLockFactory.INSTANCE);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            if (arguments[0].equals("own")) {
                writer.addDocument(order("1"));
                writer.commit();
                writer.addDocument(order("2"));
                writer.flush();
                System.out.println("1 of 2 documents committed");
                new CountDownLatch(1).await(); // until it is killed
            }
            writer.addDocument(order("3"));
            System.out.println(writer.getDocStats().numDocs);
        } catch (LockObtainFailedException e) {
            System.exit(LOCKED_OUT);
        }
    }

    static Document order(String id) {
        Document document = new Document();
        document.add(new StringField("id", id, Store.YES));
        return document;
    }
}
