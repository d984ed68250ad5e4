package dev.multiprocess.internal.cases;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.crashed.Notes;
import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Rebuild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which points a recorded run has. */
public final class Points {

    /** What a disk writes at once, and what most file systems do. */
    private static final int SECTOR = 512;

    private static final int PAGE = 4096;

    private final RecordedRun run;
    private final long seed;

    public Points(RecordedRun run, long seed) {
        this.run = run;
        this.seed = seed;
    }

    /** Right before each operation that changes something, in the middle of writes, and after the last. */
    public List<CrashPoint> atOperations() {
        List<Integer> changing = changing();
        int count = changing.size() + 1;
        List<CrashPoint> points = new ArrayList<>();
        for (int i = 0; i < changing.size(); i++) {
            int operation = changing.get(i);
            int ordinal = i + 1;
            long number = run.operations().get(operation).origin().number();
            points.add(new CrashPoint(
                    String.valueOf(ordinal),
                    new Rebuild.Point(operation, 0),
                    new CrashAt.Operation(number, 0),
                    "before " + run.placed(operation),
                    ordinal,
                    count));
            for (int cut : cuts(operation)) {
                points.add(new CrashPoint(
                        ordinal + "-cut-" + cut,
                        new Rebuild.Point(operation, cut),
                        new CrashAt.Operation(number, cut),
                        "in the " + run.placed(operation, " after " + cut + " bytes"),
                        ordinal,
                        count));
            }
        }
        points.add(new CrashPoint(
                String.valueOf(count), run.end(), new CrashAt.Nowhere(), "at the end of the run", count, count));
        return points;
    }

    private List<Integer> changing() {
        return IntStream.range(0, run.operations().size())
                .filter(run::isPoint)
                .boxed()
                .toList();
    }

    private Set<Integer> cuts(int operation) {
        return run.operations().get(operation) instanceof Operation.Write write
                ? cuts(write.offset(), write.bytes().length, new SplittableRandom(seed + operation))
                : Set.of();
    }

    /**
     * Where a write is cut: at the first and the last multiple of 512 in the file, and at a random one; of 4,096 if there is
     * any.
     *
     * @return how many bytes are written
     */
    public static Set<Integer> cuts(long offset, int length, SplittableRandom random) {
        Set<Integer> cuts = new TreeSet<>();
        for (int size : new int[] {PAGE, SECTOR}) {
            // From the beginning of the write; its own beginning and end are no places within it.
            long first = size - offset % size;
            long count = first < length ? (length - 1 - first) / size + 1 : 0;
            if (count > 0 && cuts.isEmpty()) {
                cuts.add((int) (first + random.nextLong(count) * size));
            }
            if (count > 0 && size == SECTOR) {
                cuts.add((int) first);
                cuts.add((int) (first + (count - 1) * size));
            }
        }
        return cuts;
    }

    /** Each time that one of some checkpoints is reached. */
    public List<CrashPoint> atCheckpoints(Set<String> names) {
        List<Integer> reached = new ArrayList<>();
        for (int i = 0; i < run.operations().size(); i++) {
            if (checkpoint(i).filter(names::contains).isPresent()) {
                reached.add(i);
            }
        }
        Map<String, Long> times = new HashMap<>();
        List<CrashPoint> points = new ArrayList<>();
        for (int operation : reached) {
            String name = checkpoint(operation).orElseThrow();
            long time = times.merge(name, 1L, Long::sum);
            int ordinal = points.size() + 1;
            points.add(new CrashPoint(
                    "c" + ordinal,
                    new Rebuild.Point(operation, 0),
                    new CrashAt.Checkpoint(name, time),
                    "at checkpoint '" + name + "'" + (time == 1 ? "" : ", time " + time),
                    ordinal,
                    reached.size()));
        }
        return points;
    }

    private Optional<String> checkpoint(int operation) {
        return run.operations().get(operation) instanceof Operation.Note note
                ? Notes.checkpoint(note.bytes())
                : Optional.empty();
    }

    /** Random instants between the start and the end of the work, in their order. */
    public List<CrashPoint> atInstants(int count, long nanos) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] instants = random.longs(count, 0, Math.max(nanos, 1)).sorted().toArray();
        List<CrashPoint> points = new ArrayList<>();
        for (long instant : instants) {
            int ordinal = points.size() + 1;
            points.add(CrashPoint.instant("t" + ordinal, run.end(), instant, ordinal, count));
        }
        return points;
    }

    /** Each operation that a fault concerns. */
    public List<CrashCase> failing(IoFault fault) {
        List<Integer> changing = changing();
        List<CrashCase> cases = new ArrayList<>();
        for (int i = 0; i < changing.size(); i++) {
            int operation = changing.get(i);
            Operation each = run.operations().get(operation);
            if (Faults.concerns(fault, each, run.makes(operation))) {
                CrashPoint point = new CrashPoint(
                        String.valueOf(i + 1),
                        run.end(),
                        new CrashAt.Fault(each.origin().number(), Faults.errno(fault)),
                        "failed " + run.placed(operation),
                        i + 1,
                        changing.size() + 1);
                cases.add(CrashCase.of(point, fault));
            }
        }
        return cases;
    }

    /** All tests of a plan: by points, then by faults. */
    public static List<CrashCase> cases(RecordedRun run, PlanOptions options, long nanos) {
        Points points = new Points(run, options.seed());
        List<CrashPoint> all = new ArrayList<>();
        if (options.atOperations()) {
            all.addAll(points.atOperations());
        }
        all.addAll(points.atCheckpoints(options.checkpoints()));
        all.addAll(points.atInstants(options.instants(), nanos));
        List<CrashCase> cases = new ArrayList<>();
        for (CrashPoint point : all) {
            for (Unsynced loss : options.losses()) {
                cases.add(CrashCase.of(point, loss));
            }
        }
        for (IoFault fault : options.faults()) {
            cases.addAll(points.failing(fault));
        }
        return cases;
    }
}
