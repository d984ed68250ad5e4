package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.crashed.Notes;
import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Rebuild;
import dev.multiprocess.internal.record.RecordingReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run did, and the directory that it began with. Immutable.
 *
 * @param operations in their order, with what it has said between them
 * @param words for each operation
 * @param known makes what was there at any moment; empty if the operations do not fit the directory
 * @param misfit why they do not
 */
public record RecordedRun(
        List<Operation> operations, List<String> words, Optional<Rebuild> known, Optional<String> misfit) {

    /**
     * Reads a recording.
     *
     * @param start a copy of the directory before the run, which stays as it is
     * @param log of the agent
     * @throws IOException if one of them cannot be read
     */
    public static RecordedRun read(Path start, Path log) throws IOException {
        return of(start, RecordingReader.read(log));
    }

    private static RecordedRun of(Path start, List<Operation> operations) throws IOException {
        try {
            Rebuild rebuild = Rebuild.of(start, operations);
            List<String> words = OperationWords.of(operations, rebuild::makes);
            return new RecordedRun(operations, words, Optional.of(rebuild), Optional.empty());
        } catch (IllegalStateException e) {
            // Native code or another process has changed the directory as well.
            List<String> words = OperationWords.of(operations, none -> false);
            return new RecordedRun(operations, words, Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    /**
     * Returns this run up to a point, and one that continued there, as one.
     *
     * @param start what this one began with
     * @param point where it died, with nothing lost
     * @param next what came after it
     * @return whose last operations are all of the next one
     * @throws IOException if the start cannot be read
     */
    public RecordedRun followedBy(Path start, Rebuild.Point point, RecordedRun next) throws IOException {
        return of(start, JoinedRuns.of(operations, point, next.operations));
    }

    /** Makes what was there at any moment. */
    public Rebuild rebuild() {
        return known.orElseThrow(() -> new IllegalStateException(misfit.orElseThrow()));
    }

    /** Whether there is a point before an operation. */
    public boolean isPoint(int operation) {
        return operations.get(operation).isPoint()
                && known.map(rebuild -> rebuild.hasEffect(operation)).orElse(true);
    }

    /** Whether an operation gives a name to something new. */
    public boolean makes(int operation) {
        return known.map(rebuild -> rebuild.makes(operation)).orElse(false);
    }

    /** The end of it. */
    public Rebuild.Point end() {
        return new Rebuild.Point(operations.size(), 0);
    }

    /** What it had promised before a moment. */
    public List<String> promisedBefore(Rebuild.Point point) {
        List<String> promised = new ArrayList<>();
        for (Operation each : operations.subList(0, point.operation())) {
            if (each instanceof Operation.Note note) {
                Notes.promise(note.bytes()).ifPresent(promised::add);
            }
        }
        return promised;
    }

    /** The names of the checkpoints that it has reached, each once. */
    public List<String> checkpoints() {
        return operations.stream()
                .filter(Operation.Note.class::isInstance)
                .flatMap(note -> Notes.checkpoint(((Operation.Note) note).bytes()).stream())
                .distinct()
                .toList();
    }

    /** What its work has thrown. */
    public Optional<String> thrown() {
        return operations.stream()
                .filter(Operation.Note.class::isInstance)
                .flatMap(note -> Notes.thrown(((Operation.Note) note).bytes()).stream())
                .findFirst();
    }

    /** An operation with its line, as far as that is known. */
    public String placed(int operation) {
        return placed(operation, "");
    }

    /** The same with more words before its line. */
    String placed(int operation, String more) {
        String line = OperationWords.line(operations.get(operation));
        return words.get(operation) + more + (line.isEmpty() ? "" : ", " + line);
    }

    /** Whether it has written to memory that is mapped, which is not seen. */
    public Optional<String> mapped() {
        return operations.stream()
                .filter(Operation.Map.class::isInstance)
                .map(each -> "it maps a file for writing" + at(each))
                .findFirst();
    }

    /** Why the recording does not tell what is in the directory. */
    public Optional<String> unknown() {
        return operations.stream()
                .filter(Operation.Unknown.class::isInstance)
                .map(each -> ((Operation.Unknown) each).reason() + at(each))
                .findFirst()
                .or(() -> misfit);
    }

    private static String at(Operation operation) {
        String line = OperationWords.line(operation);
        return line.isEmpty() ? "" : " at " + line;
    }
}
