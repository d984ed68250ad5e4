package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.record.Ops;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which operations can fail, and how. */
class FaultsTests {

    private static final int EIO = 5;
    private static final int ENOSPC = 28;

    @TempDir
    private Path start;

    private final Ops ops = new Ops();

    @BeforeEach
    void doOneOfEachKind() throws IOException {
        Files.writeString(start.resolve("old"), "old text");
        int file = ops.open("new");
        ops.write(file, 0, "x").truncate(file, 0).force(file, "new").write(file, 0, "mapped");
        ops.forceMap(file, 0, "MAPPED").map(file).promise("done");
        ops.openExisting("old");
        ops.openEmptied("old");
        ops.makeDirectory("dir").link("new", "dir/link").symbolicLink("new", "dir/symbolic");
        ops.moveIn("in", "from elsewhere")
                .rename("in", "renamed")
                .moveOut("renamed")
                .delete("dir/link");
        ops.delete("dir/symbolic").removeDirectory("dir").failedForce("new").force("");
    }

    private List<CrashCase> failing(IoFault fault) throws IOException {
        return new Points(Runs.of(start, ops), 1).failing(fault);
    }

    private List<String> words(IoFault fault) throws IOException {
        return failing(fault).stream()
                .map(each -> each.point().words().replace(", App.java:1", ""))
                .toList();
    }

    @Test
    void noSpace_concernsWritesAndWhatMakesSomething() throws IOException {
        assertThat(words(IoFault.noSpace()))
                .containsExactly(
                        "failed creation of new",
                        "failed write of 1 byte to new at 0",
                        "failed write of 6 bytes to new at 0",
                        "failed creation of directory dir",
                        "failed creation of dir/link as another name of new",
                        "failed creation of symbolic link dir/symbolic",
                        "failed move of in into the directory");
    }

    @Test
    void failedWrite_concernsWritesOnly() throws IOException {
        assertThat(words(IoFault.failedWrite()))
                .containsExactly("failed write of 1 byte to new at 0", "failed write of 6 bytes to new at 0");
    }

    @Test
    void failedForce_concernsForcesOfFilesMemoryAndDirectories() throws IOException {
        assertThat(words(IoFault.failedForce()))
                .containsExactly(
                        "failed force of new",
                        "failed force of 6 bytes of new in memory at 0",
                        "failed force of the directory");
    }

    @Test
    void caseOfAFault_hasTheIdOfThePointBeforeItsOperation() throws IOException {
        RecordedRun run = Runs.of(start, ops);
        CrashCase last = failing(IoFault.failedForce()).get(2);
        List<CrashPoint> points = new Points(run, 1).atOperations();
        CrashPoint before = points.get(points.size() - 2);

        assertThat(before.words()).isEqualTo("before force of the directory, App.java:1");
        long number = ops.all().get(ops.all().size() - 1).origin().number();
        assertThat(last)
                .isEqualTo(new CrashCase(
                        new CrashPoint(
                                before.id(),
                                new Rebuild.Point(ops.all().size(), 0),
                                new CrashAt.Fault(number, EIO),
                                "failed force of the directory, App.java:1",
                                before.ordinal(),
                                before.count()),
                        Unsynced.NONE,
                        Optional.of(IoFault.failedForce())));
    }

    @Test
    void errors_areThoseOfLinux() throws IOException {
        assertThat(failing(IoFault.noSpace())).allMatch(each -> errno(each) == ENOSPC);
        assertThat(failing(IoFault.failedWrite())).allMatch(each -> errno(each) == EIO);
        assertThat(failing(IoFault.failedForce())).allMatch(each -> errno(each) == EIO);
    }

    private static int errno(CrashCase each) {
        return ((CrashAt.Fault) each.point().kill()).errno();
    }
}
