package dev.multiprocess.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.Checkpoints.Order;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterleavingsTests {

    private static final List<List<String>> TWICE_TWO = List.of(List.of("a1", "a2"), List.of("b1", "b2"));

    @Test
    void twoProcessesWithTwoSteps_haveSixOrders() {
        assertThat(Interleavings.of(TWICE_TWO))
                .extracting(Order::toString)
                .containsExactly(
                        "1 of 6: a1, a2, b1, b2",
                        "2 of 6: a1, b1, a2, b2",
                        "3 of 6: a1, b1, b2, a2",
                        "4 of 6: b1, a1, a2, b2",
                        "5 of 6: b1, a1, b2, a2",
                        "6 of 6: b1, b2, a1, a2");
        assertThat(Interleavings.of(TWICE_TWO).get(1).processes()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void everyOrder_isThereOnceAndKeepsTheStepsOfEachProcess() {
        List<List<String>> steps = List.of(List.of("a1", "a2", "a1"), List.of("b1", "b2"), List.of("c1", "c2"));
        List<Order> orders = Interleavings.of(steps);

        assertThat(orders).hasSize(210).extracting(Order::processes).doesNotHaveDuplicates();
        assertThat(orders).allSatisfy(order -> {
            for (int process = 0; process < steps.size(); process++) {
                int each = process;
                assertThat(IntStream.range(0, order.steps().size())
                                .filter(i -> order.processes().get(i) == each)
                                .mapToObj(i -> order.steps().get(i)))
                        .containsExactlyElementsOf(steps.get(process));
            }
        });
    }

    @Test
    void oneProcess_hasOneOrder() {
        assertThat(Interleavings.of(List.of(List.of("a1", "a2"))))
                .extracting(Order::steps)
                .containsExactly(List.of("a1", "a2"));
    }

    @Test
    void asManyOrdersAsAreTried_areMade() {
        // 1 + 43 steps have 44 orders; 3 + 17 have 1,140.
        assertThat(Interleavings.count(List.of(List.of("a"), Collections.nCopies(999, "b"))))
                .isEqualTo(BigInteger.valueOf(1_000));
        assertThat(Interleavings.of(List.of(List.of("a"), Collections.nCopies(999, "b"))))
                .hasSize(1_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interleavings.of(List.of(List.of("a"), Collections.nCopies(1_000, "b"))))
                .withMessage(
                        "the steps of 2 processes, 1 + 1000, can be taken in 1001 orders, and at most 1000 are tried:"
                                + " leave out processes or steps");
    }

    @Test
    void farTooManySteps_areRefusedAtOnce() {
        List<String> steps = Collections.nCopies(50, "s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interleavings.of(List.of(steps, Collections.nCopies(50, "t"))))
                .withMessageContaining("can be taken in 100891344545564193334812497256 orders");
    }

    @Test
    void noSteps_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interleavings.of(List.of()))
                .withMessage("orders must have the steps of at least one process: there are none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interleavings.of(List.of(List.of("a"), List.of())))
                .withMessage("each process of an order must have at least one step: process 2 has none");
    }

    @Test
    void oneStepOfTwoProcesses_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interleavings.of(List.of(List.of("reads", "writes"), List.of("reads"))))
                .withMessage(
                        "a checkpoint must be a step of one process only: 'reads' is one of process 1 and of process 2;"
                                + " let its name depend on the process, as in \"reads-\" + index");
    }

    @Test
    void chosenOrder_isTheOnlyOne() {
        assertThat(Interleavings.chosen(TWICE_TWO, "4"))
                .extracting(Order::toString)
                .containsExactly("4 of 6: b1, a1, a2, b2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interleavings.chosen(TWICE_TWO, "7"))
                .withMessage(
                        "the system property multiprocess.order must be the number of an order, 1 to 6, and one test"
                                + " should be selected with it: multiprocess.order=7");
    }

    @Test
    void namesThatAreNone_areRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> PointName.required(null))
                .withMessage("the name of a checkpoint must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointName.required(" "))
                .withMessage("the name of a checkpoint must not be blank: name=' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointName.required("x".repeat(Checkpoints.LONGEST_NAME + 1)))
                .withMessage("the name of a checkpoint must have at most 200 characters: '" + "x".repeat(40)
                        + "...' has 201");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointName.required("a\tb"))
                .withMessage("the name of a checkpoint must have no control characters: 'a?b'");
        assertThat(PointName.required("x".repeat(Checkpoints.LONGEST_NAME))).hasSize(200);
    }
}
