package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.record.Ops;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a second run may lose of a first one. */
class JoinedRunsTests {

    @TempDir
    private Path base;

    private RecordedRun joined(Ops first, Rebuild.Point point, Ops second) throws IOException {
        Path start = Files.createDirectory(base.resolve("start"));
        Path between = base.resolve("between");
        RecordedRun one = Runs.of(start, first);
        one.rebuild().make(point, Rebuild.Loss.NONE, 1, between);
        return one.followedBy(start, point, Runs.of(between, second));
    }

    private Path made(RecordedRun run, Rebuild.Loss loss) throws IOException {
        Path target = base.resolve(loss.name());
        run.rebuild().make(run.end(), loss, 1, target);
        return target;
    }

    @Test
    void partOfAWrite_isThereForTheSecondRun_andIsLostUnlessThatForcesIt() throws IOException {
        Ops first = new Ops();
        int file = first.open("a");
        first.write(file, 0, "0123456789");
        Ops second = new Ops();
        int other = second.open("b");
        second.write(other, 0, "b").force(other, "b").force("");

        RecordedRun both = joined(first, new Rebuild.Point(1, 4), second);

        assertThat(made(both, Rebuild.Loss.NONE).resolve("a")).hasContent("0123");
        Path left = made(both, Rebuild.Loss.ALL);
        assertThat(left.resolve("a")).isEmptyFile();
        assertThat(left.resolve("b")).hasContent("b");
    }

    @Test
    void secondRunThatForcesWhatTheFirstHasWritten_keepsIt() throws IOException {
        Ops first = new Ops();
        int file = first.open("a");
        first.write(file, 0, "text");
        Ops second = new Ops();
        int again = second.openExisting("a");
        second.force(again, "a").force("");

        RecordedRun both = joined(first, new Rebuild.Point(2, 0), second);

        assertThat(made(both, Rebuild.Loss.ALL).resolve("a")).hasContent("text");
    }
}
