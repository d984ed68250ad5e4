package dev.multiprocess.internal.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiprocess.internal.turns.Plan.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTests {

    private static final int A = 1;
    private static final int B = 2;

    private final Plan plan = new Plan();

    private static Turns inOrder(String... points) {
        return new Turns(0, 1, List.of(points), List.of());
    }

    private static Turns steps(List<String> points, Integer... owners) {
        return new Turns(1, 6, points, List.of(owners));
    }

    /** Whether the thread continued. */
    private boolean passes(Arrival arrival) {
        if (plan.fate(arrival) == Fate.STANDS) {
            return false;
        }
        plan.proceed(arrival);
        return true;
    }

    private Arrival arrives(int process, String point) {
        return plan.arrive(process, point, 1);
    }

    // ---- holds

    @Test
    void heldPoint_stopsUntilItIsReleased() {
        plan.hold("x");
        Arrival first = arrives(A, "x");
        assertThat(passes(first)).isFalse();
        assertThat(plan.isStoodAt("x")).isTrue();

        plan.release("x");
        assertThat(plan.isStoodAt("x")).isFalse();
        assertThat(passes(first)).isTrue();
        assertThat(passes(arrives(B, "x"))).isTrue();
    }

    @Test
    void pointIsHeldAgain_thoseBeforeContinueAndThoseAfterStand() {
        plan.hold("x");
        Arrival before = arrives(A, "x");
        plan.release("x");
        plan.hold("x");
        Arrival after = arrives(B, "x");

        assertThat(passes(before)).isTrue();
        assertThat(passes(after)).isFalse();
    }

    @Test
    void otherPoints_areNotHeld() {
        plan.hold("x");
        assertThat(passes(arrives(A, "y"))).isTrue();
        assertThat(plan.watches("x")).isTrue();
        assertThat(plan.watches("y")).isFalse();
    }

    @Test
    void releaseWithoutHold_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.release("x"))
                .withMessage("checkpoint 'x' cannot be released: it is not held");
    }

    @Test
    void processEnds_itStandsNowhere() {
        plan.hold("x");
        arrives(A, "x");
        plan.ended(A);
        assertThat(plan.isStoodAt("x")).isFalse();
        assertThat(plan.isHeld("x")).isTrue();
    }

    // ---- kills

    @Test
    void nthArrival_diesWhoeverItIs() {
        plan.kill("x", 3);
        assertThat(plan.fate(plan.arrive(A, "x", 2))).isEqualTo(Fate.CONTINUES);
        Arrival third = plan.arrive(B, "x", 3);
        assertThat(plan.fate(third)).isEqualTo(Fate.DIES);

        plan.proceed(third);
        assertThat(plan.watches("x")).isFalse();
    }

    @Test
    void killAtAHeldPoint_doesNotWaitForTheRelease() {
        plan.hold("x");
        plan.kill("x", 1);
        assertThat(plan.fate(arrives(A, "x"))).isEqualTo(Fate.DIES);
    }

    @Test
    void killAtAStepOfAnOrder_waitsForItsTurnAndTheNextForTheDeath() {
        plan.order(inOrder("y", "x", "z"));
        plan.kill("x", 1);
        Arrival x = arrives(A, "x");
        assertThat(plan.fate(x)).isEqualTo(Fate.STANDS);
        assertThat(passes(arrives(B, "y"))).isTrue();

        assertThat(plan.fate(x)).isEqualTo(Fate.DIES);
        plan.proceed(x);
        Arrival z = arrives(B, "z");
        assertThat(passes(z)).isFalse();
        plan.ended(A);
        assertThat(passes(z)).isTrue();
    }

    // ---- orders

    @Test
    void order_letsOnlyTheNextPointPass() {
        plan.order(inOrder("a", "b", "c"));
        Arrival c = arrives(A, "c");
        Arrival b = arrives(B, "b");
        assertThat(passes(c)).isFalse();
        assertThat(passes(b)).isFalse();

        assertThat(passes(arrives(A, "a"))).isTrue();
        assertThat(passes(c)).isFalse();
        assertThat(passes(b)).isTrue();
        assertThat(passes(c)).isTrue();
        assertThat(plan.isOrderOpen()).isFalse();
    }

    @Test
    void pointsOutsideTheRestOfTheOrder_areFree() {
        plan.order(inOrder("a", "b"));
        assertThat(passes(arrives(A, "other"))).isTrue();
        assertThat(passes(arrives(A, "a"))).isTrue();
        assertThat(passes(arrives(A, "a"))).isTrue();
        assertThat(plan.watches("a")).isFalse();
        assertThat(plan.watches("b")).isTrue();
    }

    @Test
    void twoThreadsAtThePointOfOneStep_theFirstPasses() {
        plan.order(inOrder("a", "b", "a"));
        Arrival first = arrives(A, "a");
        Arrival second = arrives(B, "a");
        assertThat(passes(second)).isFalse();
        assertThat(passes(first)).isTrue();
        assertThat(passes(second)).isFalse();
        assertThat(passes(arrives(A, "b"))).isTrue();
        assertThat(passes(second)).isTrue();
    }

    @Test
    void heldPointOfAnOrder_waitsForBoth() {
        plan.order(inOrder("a", "b"));
        plan.hold("b");
        Arrival b = arrives(B, "b");
        assertThat(passes(arrives(A, "a"))).isTrue();
        assertThat(passes(b)).isFalse();
        assertThat(plan.isOrderStuck()).isFalse();
        plan.release("b");
        assertThat(passes(b)).isTrue();
    }

    @Test
    void nextStep_beginsWhenTheLastHasComeToItsOwnNextPoint() {
        plan.order(steps(List.of("a1", "b1", "a2", "b2"), 0, 1, 0, 1));
        Arrival b1 = arrives(B, "b1");
        assertThat(passes(arrives(A, "a1"))).isTrue();
        assertThat(passes(b1)).as("while a1 runs").isFalse();

        Arrival a2 = arrives(A, "a2");
        assertThat(passes(a2)).isFalse();
        assertThat(passes(b1)).isTrue();
        assertThat(passes(a2)).as("while b1 runs").isFalse();
        Arrival b2 = arrives(B, "b2");
        assertThat(passes(a2)).isTrue();
        assertThat(passes(b2))
                .as("while a2, the last step of its process, runs")
                .isFalse();
        plan.ended(A);
        assertThat(passes(b2)).isTrue();
    }

    @Test
    void twoStepsOfOneProcessAtOnePoint_areTwoArrivals() {
        plan.order(steps(List.of("a", "b", "a"), 0, 1, 0));
        Arrival b = arrives(B, "b");
        assertThat(passes(arrives(A, "a"))).isTrue();
        assertThat(passes(b)).isFalse();
        Arrival again = arrives(A, "a");
        assertThat(passes(again)).isFalse();
        assertThat(passes(b)).isTrue();
    }

    @Test
    void processOfAStepDies_nextStepBegins() {
        plan.order(steps(List.of("a1", "b1", "a2"), 0, 1, 0));
        Arrival b1 = arrives(B, "b1");
        assertThat(passes(arrives(A, "a1"))).isTrue();
        plan.ended(A);
        assertThat(passes(b1)).isTrue();
    }

    @Test
    void processOfAStepWaitsForOthers_nextStepBegins() {
        plan.order(steps(List.of("a1", "b1", "a2"), 0, 1, 0));
        assertThat(passes(arrives(A, "a1"))).isTrue();
        assertThat(plan.yieldTurn()).as("when nothing could follow").isFalse();
        Arrival b1 = arrives(B, "b1");
        assertThat(passes(b1)).isFalse();

        assertThat(plan.yieldTurn()).isTrue();
        assertThat(plan.yieldTurn()).as("again").isFalse();
        assertThat(passes(b1)).isTrue();
        Arrival a2 = arrives(A, "a2");
        assertThat(passes(a2)).as("while b1 runs").isFalse();
    }

    @Test
    void orderWithoutSteps_hasNoTurnToGive() {
        plan.order(inOrder("a", "b"));
        arrives(B, "b");
        assertThat(plan.yieldTurn()).isFalse();
    }

    // ---- orders that cannot happen

    @Test
    void allStandAtLaterPoints_orderIsStuck() {
        plan.order(inOrder("a", "b", "c"));
        assertThat(plan.isOrderStuck()).isFalse();
        arrives(A, "b");
        arrives(B, "c");
        assertThat(plan.isOrderStuck()).isTrue();
    }

    @Test
    void oneStandsAtAHeldPoint_orderIsNotStuck() {
        plan.order(inOrder("a", "b"));
        plan.hold("x");
        arrives(A, "b");
        Arrival held = arrives(B, "x");
        assertThat(plan.isOrderStuck()).isFalse();
        plan.leave(held.number());
        assertThat(plan.isOrderStuck()).isTrue();
    }

    @Test
    void orderIsDone_isNotStuck() {
        plan.order(inOrder("a"));
        passes(arrives(A, "a"));
        plan.hold("x");
        arrives(A, "x");
        assertThat(plan.isOrderStuck()).isFalse();
        assertThat(plan.isOrderOpen()).isFalse();
    }

    @Test
    void secondOrderBeforeTheFirstIsOver_isRefused() {
        plan.order(inOrder("a", "b"));
        passes(arrives(A, "a"));
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.order(inOrder("c")))
                .withMessage(
                        "an order of checkpoints cannot be set before another one is over: order (a, b) is at step 2,"
                                + " 'b'");
        passes(arrives(B, "b"));
        plan.order(inOrder("c"));
        assertThat(plan.watches("c")).isTrue();
    }

    @Test
    void threadThatLeaves_takesNoStep() {
        plan.order(inOrder("a", "b"));
        Arrival left = arrives(A, "b");
        plan.leave(left.number());
        Arrival b = arrives(B, "b");
        assertThat(passes(arrives(A, "a"))).isTrue();
        assertThat(passes(b)).isTrue();
    }
}
