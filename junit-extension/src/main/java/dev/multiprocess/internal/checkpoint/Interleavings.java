package dev.multiprocess.internal.checkpoint;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.Checkpoints.Order;
import dev.multiprocess.internal.config.MultiProcessOptions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All orders in which several processes can take their steps, each process its own ones in their order. */
public final class Interleavings {

    /** The system property that leaves one order only, by its number. */
    public static final String KEY = MultiProcessOptions.ORDER;

    private final List<List<String>> steps;
    private final int total;
    private final int[] taken;
    private final List<Integer> path = new ArrayList<>();
    private final List<List<Integer>> found = new ArrayList<>();

    private Interleavings(List<List<String>> steps) {
        this.steps = steps;
        total = steps.stream().mapToInt(List::size).sum();
        taken = new int[steps.size()];
    }

    /**
     * Makes all orders, or the one that was chosen.
     *
     * @param steps of each process
     * @param chosen the number of one; {@code null} for all
     */
    public static Stream<Order> chosen(List<List<String>> steps, String chosen) {
        List<Order> all = of(steps);
        if (chosen == null) {
            return all.stream();
        }
        List<Order> one = all.stream()
                .filter(order -> String.valueOf(order.number()).equals(chosen))
                .toList();
        if (one.isEmpty()) {
            throw new IllegalArgumentException("the system property " + KEY + " must be the number of an order, 1 to "
                    + all.size() + ", and one test should be selected with it: " + KEY + "=" + chosen);
        }
        return one.stream();
    }

    static List<Order> of(List<List<String>> steps) {
        requireSteps(steps);
        BigInteger count = count(steps);
        if (count.compareTo(BigInteger.valueOf(Checkpoints.MOST_ORDERS)) > 0) {
            throw new IllegalArgumentException("the steps of " + steps.size() + " processes, "
                    + steps.stream().map(each -> String.valueOf(each.size())).collect(Collectors.joining(" + "))
                    + ", can be taken in " + count + " orders, and at most " + Checkpoints.MOST_ORDERS
                    + " are tried: leave out processes or steps");
        }
        Interleavings made = new Interleavings(steps);
        made.continuePath();
        List<Order> orders = new ArrayList<>();
        for (List<Integer> processes : made.found) {
            orders.add(new Order(orders.size() + 1, made.found.size(), made.names(processes), processes));
        }
        return orders;
    }

    private static void requireSteps(List<List<String>> steps) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("orders must have the steps of at least one process: there are none");
        }
        Map<String, Integer> owners = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).isEmpty()) {
                throw new IllegalArgumentException(
                        "each process of an order must have at least one step: process " + (i + 1) + " has none");
            }
            for (String name : steps.get(i)) {
                int owner = owners.merge(PointName.required(name), i, (first, second) -> first);
                if (owner != i) {
                    throw new IllegalArgumentException("a checkpoint must be a step of one process only: '" + name
                            + "' is one of process " + (owner + 1) + " and of process " + (i + 1)
                            + "; let its name depend on the process, as in \"reads-\" + index");
                }
            }
        }
    }

    /** The number of all steps taken at once, over those that keep their order: n! / (a! b! …). */
    static BigInteger count(List<List<String>> steps) {
        BigInteger count = BigInteger.ONE;
        int placed = 0;
        for (List<String> each : steps) {
            for (int i = 1; i <= each.size(); i++) {
                placed++;
                count = count.multiply(BigInteger.valueOf(placed)).divide(BigInteger.valueOf(i));
            }
        }
        return count;
    }

    private void continuePath() {
        if (path.size() == total) {
            found.add(List.copyOf(path));
            return;
        }
        for (int process = 0; process < taken.length; process++) {
            if (taken[process] < steps.get(process).size()) {
                taken[process]++;
                path.add(process);
                continuePath();
                path.remove(path.size() - 1);
                taken[process]--;
            }
        }
    }

    private List<String> names(List<Integer> processes) {
        int[] next = new int[steps.size()];
        return processes.stream()
                .map(process -> steps.get(process).get(next[process]++))
                .toList();
    }
}
