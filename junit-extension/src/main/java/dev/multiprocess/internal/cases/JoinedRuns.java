package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Rebuild;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two runs, of which the second continued where the first had died, as one: what neither has forced may still be lost. */
final class JoinedRuns {

    private JoinedRuns() {}

    /**
     * Joins them.
     *
     * @param first all that the first would have done
     * @param point where it died
     * @param second what the second did, whose handles get other numbers
     */
    static List<Operation> of(List<Operation> first, Rebuild.Point point, List<Operation> second) {
        List<Operation> joined = new ArrayList<>(first.subList(0, point.operation()));
        if (point.cut() > 0) {
            Operation.Write whole = (Operation.Write) first.get(point.operation());
            byte[] part = Arrays.copyOf(whole.bytes(), point.cut());
            joined.add(new Operation.Write(whole.origin(), whole.handle(), whole.offset(), part));
        }
        int handles = joined.stream().mapToInt(JoinedRuns::handle).max().orElse(0);
        second.forEach(each -> joined.add(shifted(each, handles)));
        return joined;
    }

    private static int handle(Operation operation) {
        return operation instanceof Operation.Open open ? open.handle() : 0;
    }

    private static Operation shifted(Operation operation, int by) {
        if (operation instanceof Operation.Open each) {
            int handle = shifted(each.handle(), by);
            return new Operation.Open(
                    each.origin(), handle, each.path(), each.creates(), each.truncates(), each.synced());
        }
        if (operation instanceof Operation.Write each) {
            return new Operation.Write(each.origin(), shifted(each.handle(), by), each.offset(), each.bytes());
        }
        if (operation instanceof Operation.Truncate each) {
            return new Operation.Truncate(each.origin(), shifted(each.handle(), by), each.size());
        }
        if (operation instanceof Operation.Force each) {
            return new Operation.Force(each.origin(), shifted(each.handle(), by), each.path());
        }
        if (operation instanceof Operation.Map each) {
            return new Operation.Map(each.origin(), shifted(each.handle(), by), each.offset(), each.size());
        }
        if (operation instanceof Operation.ForceMap each) {
            return new Operation.ForceMap(each.origin(), shifted(each.handle(), by), each.offset(), each.bytes());
        }
        return operation;
    }

    private static int shifted(int handle, int by) {
        return handle == 0 ? 0 : handle + by;
    }
}
