package dev.multiprocess.internal.turns;

import dev.multiprocess.internal.checkpoint.CheckpointsView;
import dev.multiprocess.internal.checkpoint.MethodPoints;
import dev.multiprocess.internal.checkpoint.PointAccess;
import dev.multiprocess.internal.checkpoint.PointCounts;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The checkpoints of one test, made when they are first asked for. Thread-safe. */
public final class ScopedCheckpoints {

    private final TurnsHost host;
    private final Supplier<ScopedCheckpoints> here;
    private final Maker maker;
    private final Optional<ScopedCheckpoints> outer;
    private final CheckpointsView view = new CheckpointsView(this::accessHere);

    /** {@code null} until they are asked for. */
    private volatile Made made;

    private record Made(Board board, PointAccess access, CheckpointsView view) {}

    /** Makes the segment of their counts. */
    @FunctionalInterface
    public interface Maker {

        /**
         * Makes it.
         *
         * @param views makes what stands for it in this process
         */
        void make(SegmentView<CheckpointsView> views);
    }

    /**
     * None yet.
     *
     * @param here those of the dynamic test that this thread runs, or these
     * @param outer those of the scope around it
     */
    public ScopedCheckpoints(
            TurnsHost host, Supplier<ScopedCheckpoints> here, Maker maker, Optional<ScopedCheckpoints> outer) {
        this.host = host;
        this.here = here;
        this.maker = maker;
        this.outer = outer;
    }

    /** What the test has, and its tasks capture. */
    public CheckpointsView view() {
        made();
        return view;
    }

    private PointAccess accessHere() {
        return here.get().made().access();
    }

    private synchronized Made made() {
        if (made == null) {
            maker.make(this::make);
        }
        return made;
    }

    /** What their handle stands for, whichever thread asks. */
    private CheckpointsView make(Segment segment) {
        Board board = new Board(host, new PointCounts(segment));
        PointAccess access = new PointAccess(segment, Board.TEST_JVM, board);
        made = new Made(board, access, new CheckpointsView(() -> access));
        return made.view();
    }

    /** These and those around them, as far as they were asked for. */
    private Stream<Made> allMade() {
        return Stream.concat(Stream.ofNullable(made), outer.stream().flatMap(ScopedCheckpoints::allMade));
    }

    private Stream<Board> boards() {
        return allMade().map(Made::board);
    }

    /**
     * Lists the points at methods that a child passes which is started now: of these and those around them.
     *
     * @return empty if none were declared
     */
    public List<MethodPoints> atMethods() {
        return allMade()
                .map(each -> new MethodPoints(each.view(), each.board().atMethods()))
                .filter(points -> !points.names().isEmpty())
                .toList();
    }

    /** All processes wait for each other: lets the next step of an order begin, if that is possible. */
    public boolean yieldTurn() {
        return boards().anyMatch(Board::yieldTurn);
    }

    /** What the test is aborted with now that all processes wait for each other; empty if that is a deadlock. */
    public Optional<RuntimeException> impossibleOrder() {
        return boards().flatMap(board -> board.impossibleOrder().stream())
                .findFirst()
                .map(TestAbortedException::new);
    }

    /** What the test is aborted with now that it has ended without a failure; empty if it passes. */
    public Optional<RuntimeException> missedOrder() {
        Made own = made;
        return own == null ? Optional.empty() : own.board().missedOrder().map(TestAbortedException::new);
    }

    /** Says which kills have not come, since nothing else would show that. */
    public void tellMissedKills() {
        Made own = made;
        if (own != null) {
            own.board().missedKills().forEach(System.out::println);
        }
    }

    /** Says in which order the test has failed, so that it can be run alone. */
    public void tellFailedOrder() {
        Made own = made;
        if (own != null) {
            own.board().orderAlone().ifPresent(System.out::println);
        }
    }

    /** Ends all waits at them. */
    public void end() {
        Made own = made;
        if (own != null) {
            own.board().end();
        }
    }
}
