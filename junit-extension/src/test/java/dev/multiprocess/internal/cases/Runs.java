package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Ops;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recorded runs, without their recordings. */
public final class Runs {

    private Runs() {}

    /** A run that began with a directory. */
    public static RecordedRun of(Path start, Ops ops) throws IOException {
        return of(start, ops.all());
    }

    static RecordedRun of(Path start, List<Operation> operations) throws IOException {
        Rebuild rebuild = Rebuild.of(start, operations);
        return new RecordedRun(
                operations, OperationWords.of(operations, rebuild::makes), Optional.of(rebuild), Optional.empty());
    }

    /** A run that does not fit the directory that it began with. */
    static RecordedRun unfit(Ops ops) {
        return new RecordedRun(
                ops.all(), OperationWords.of(ops.all(), none -> false), Optional.empty(), Optional.of("it is unfit"));
    }
}
