package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Ops;
import dev.multiprocess.internal.record.Rebuild;
import dev.multiprocess.internal.recorder.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording tells about a run. */
class RecordedRunTests {

    @TempDir
    private Path base;

    private Path start;
    private final Ops ops = new Ops();

    @BeforeEach
    void prepareWhatIsThereBefore() throws IOException {
        start = Files.createDirectory(base.resolve("start"));
        Files.writeString(start.resolve("old"), "old text");
    }

    private RecordedRun run() throws IOException {
        return Runs.of(start, ops);
    }

    @Test
    void promises_areThoseBeforeThePointInTheirOrder() throws IOException {
        ops.promise("second, by name").checkpoint("c").promise("first, by name").touch("new");
        ops.promise("third").thrown("t");
        RecordedRun run = run();

        assertThat(run.promisedBefore(new Rebuild.Point(0, 0))).isEmpty();
        assertThat(run.promisedBefore(new Rebuild.Point(2, 0))).containsExactly("second, by name");
        assertThat(run.promisedBefore(new Rebuild.Point(4, 0))).containsExactly("second, by name", "first, by name");
        assertThat(run.promisedBefore(run.end())).containsExactly("second, by name", "first, by name", "third");
    }

    @Test
    void end_isAfterAllOperationsAndNotes() throws IOException {
        ops.touch("new").promise("made");

        assertThat(run().end()).isEqualTo(new Rebuild.Point(2, 0));
    }

    @Test
    void checkpoints_areNamedOnceInTheirOrder() throws IOException {
        ops.checkpoint("b").promise("p").checkpoint("a").checkpoint("b");

        assertThat(run().checkpoints()).containsExactly("b", "a");
    }

    @Test
    void thrown_isWhatTheWorkHasThrown() throws IOException {
        ops.promise("java.io.IOException: no");
        assertThat(run().thrown()).isEmpty();
        ops.thrown("java.io.IOException: No space left on device");
        assertThat(run().thrown()).contains("java.io.IOException: No space left on device");
    }

    @Test
    void operationWithoutALine_isPlacedByItsWordsOnly() throws IOException {
        List<Operation> operations = List.of(
                new Operation.Delete(new Operation.Origin(1, "main", "Bank.log(Bank.java:88)"), "old"),
                new Operation.MakeDirectory(new Operation.Origin(2, "main", ""), "dir"));
        RecordedRun run = Runs.of(start, operations);

        assertThat(run.placed(0)).isEqualTo("deletion of old, Bank.java:88");
        assertThat(run.placed(1)).isEqualTo("creation of directory dir");
    }

    @Test
    void mappedFile_isSaidWithItsLine() throws IOException {
        int file = ops.open("old");
        assertThat(run().mapped()).isEmpty();
        ops.map(file);
        assertThat(run().mapped()).contains("it maps a file for writing at App.java:1");
        assertThat(run().unknown()).isEmpty();
    }

    @Test
    void unknownOperation_isSaidWithItsLine() throws IOException {
        ops.unknown("a pipe was opened").unknown("and another");

        assertThat(run().unknown()).contains("a pipe was opened at App.java:1");
        assertThat(run().mapped()).isEmpty();
    }

    @Test
    void pointsAndNames_areThoseOfTheRebuiltDirectory() throws IOException {
        ops.openExisting("old");
        ops.touch("new").delete("old").promise("gone");
        RecordedRun run = run();

        assertThat(run.isPoint(0)).as("opening").isFalse();
        assertThat(run.isPoint(1)).as("creation").isTrue();
        assertThat(run.isPoint(2)).as("deletion").isTrue();
        assertThat(run.isPoint(3)).as("promise").isFalse();
        assertThat(run.makes(0)).isFalse();
        assertThat(run.makes(1)).isTrue();
        assertThat(run.makes(2)).isFalse();
    }

    @Test
    void runThatDoesNotFit_isUnknownAndCannotBeRebuilt() {
        ops.delete("missing");
        RecordedRun run = Runs.unfit(ops);

        assertThat(run.unknown()).contains("it is unfit");
        assertThat(run.isPoint(0)).isTrue();
        assertThat(run.makes(0)).isFalse();
        assertThatThrownBy(run::rebuild)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("it is unfit");
    }

    @Test
    void unknownOperationOfARunThatDoesNotFit_isTheReason() {
        ops.unknown("a pipe was opened").delete("missing");

        assertThat(Runs.unfit(ops).unknown()).contains("a pipe was opened at App.java:1");
    }

    @Test
    void logThatFitsTheDirectory_isReadWithItsWords() throws IOException {
        RecordedRun run = RecordedRun.read(start, log(deletion(1, "old")));

        assertThat(run.words()).containsExactly("deletion of old");
        assertThat(run.unknown()).isEmpty();
        assertThat(run.rebuild().hasEffect(0)).isTrue();
    }

    @Test
    void logThatDoesNotFitTheDirectory_isReadWithTheReason() throws IOException {
        RecordedRun run = RecordedRun.read(start, log(deletion(1, "old"), deletion(2, "missing")));

        assertThat(run.words()).containsExactly("deletion of old", "deletion of missing");
        assertThat(run.known()).isEmpty();
        assertThat(run.unknown())
                .contains("operation 2 of the recording, Delete, does not fit what was there before:"
                        + " there is no 'missing'");
    }

    private static byte[] deletion(long number, String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeByte(LogFormat.DELETE);
        body.writeLong(number);
        for (String text : List.of("main", "App.run(App.java:1)", path)) {
            body.writeInt(text.length());
            body.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private Path log(byte[]... bodies) throws IOException {
        Path log = base.resolve("log");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(log))) {
            out.writeLong(LogFormat.MAGIC);
            for (byte[] body : bodies) {
                CRC32 crc = new CRC32();
                crc.update(body);
                out.writeLong(body.length);
                out.write(body);
                out.writeInt((int) crc.getValue());
            }
        }
        return log;
    }
}
