package dev.multiprocess.internal.checkpoint;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.internal.objects.Handle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The checkpoints of a test, in any process. In a factory it stands for those of the dynamic test that uses it. */
public final class CheckpointsView implements Checkpoints, Handle {

    /** What the ids of these handles begin with. */
    public static final String KIND = "checkpoints";

    private final Supplier<PointAccess> here;

    /**
     * A view of what this process has.
     *
     * @param here asked by each thread that uses it
     */
    public CheckpointsView(Supplier<PointAccess> here) {
        this.here = here;
    }

    @Override
    public String handleId() {
        return here.get().handleId();
    }

    /** What decides about points that are watched. */
    public CheckpointCalls calls() {
        return here.get().calls();
    }

    @Override
    public void reach(String point) {
        here.get().reach(point);
    }

    @Override
    public String at(String method) {
        return calls().at(method, false);
    }

    @Override
    public String atExit(String method) {
        return calls().at(method, true);
    }

    @Override
    public void hold(String point) {
        calls().hold(PointName.required(point));
    }

    @Override
    public void release(String point) {
        calls().release(PointName.required(point));
    }

    @Override
    public void await(String point) {
        calls().awaitReached(PointName.required(point), 0, Long.MAX_VALUE);
    }

    @Override
    public boolean await(String point, Duration timeout) {
        return calls().awaitReached(PointName.required(point), 0, nanos(timeout));
    }

    @Override
    public void await(String point, long times) {
        calls().awaitReached(PointName.required(point), required(times, point), Long.MAX_VALUE);
    }

    @Override
    public boolean await(String point, long times, Duration timeout) {
        return calls().awaitReached(PointName.required(point), required(times, point), nanos(timeout));
    }

    @Override
    public void kill(String point, long times) {
        calls().kill(PointName.required(point), required(times, point));
    }

    private static long required(long times, String point) {
        if (times < 1) {
            throw new IllegalArgumentException("the number of times that checkpoint '" + point
                    + "' is to be reached must be at least 1: times=" + times);
        }
        return times;
    }

    private static long nanos(Duration timeout) {
        Objects.requireNonNull(timeout, "the timeout must not be null");
        if (timeout.isNegative()) {
            return 0;
        }
        Duration longest = Duration.ofNanos(Long.MAX_VALUE - 1);
        return timeout.compareTo(longest) > 0 ? longest.toNanos() : timeout.toNanos();
    }

    @Override
    public Map<String, Long> counts() {
        return calls().counts();
    }

    @Override
    public void order(String... points) {
        Objects.requireNonNull(points, "the points of an order must not be null");
        if (points.length == 0) {
            throw new IllegalArgumentException("an order must have at least one checkpoint: there is none");
        }
        for (String point : points) {
            PointName.required(point);
        }
        calls().order(0, 1, List.of(points), List.of());
    }

    @Override
    public void order(Order order) {
        Objects.requireNonNull(order, "the order must not be null");
        calls().order(order.number(), order.count(), order.steps(), order.processes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CheckpointsView view && view.handleId().equals(handleId());
    }

    /** The same for all: what it stands for may depend on the thread. */
    @Override
    public int hashCode() {
        return KIND.hashCode();
    }

    @Override
    public String toString() {
        return "checkpoints";
    }
}
