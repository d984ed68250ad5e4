package dev.multiprocess.internal.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.pool.TaskRequest;
import dev.multiprocess.internal.workers.PoolAction.EndWhatItStarted;
import dev.multiprocess.internal.workers.PoolAction.Fail;
import dev.multiprocess.internal.workers.PoolAction.Leave;
import dev.multiprocess.internal.workers.PoolAction.Lose;
import dev.multiprocess.internal.workers.PoolAction.Report;
import dev.multiprocess.internal.workers.PoolAction.Send;
import dev.multiprocess.internal.workers.PoolAction.Start;
import dev.multiprocess.pool.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PoolPlanTests {

    private static final Throwable REASON = new IllegalStateException("it has ended");

    private final PoolPlan plan = new PoolPlan("pool", 2, 3);
    private int last;

    private QueuedTask task() {
        return new QueuedTask(
                (task, mayInterrupt) -> false, ++last, new TaskRequest(TaskOptions.defaults(), new byte[0], false));
    }

    private QueuedTask submitted() {
        QueuedTask task = task();
        plan.submitted(task);
        return task;
    }

    private static Worker started(List<PoolAction> actions) {
        return ((Start) actions.get(actions.size() - 1)).worker();
    }

    /** A worker that has come for a task, which it has begun. */
    private Worker workerWith(QueuedTask task) {
        Worker worker = started(plan.submitted(task));
        assertThat(plan.ready(worker)).containsExactly(new Send(worker, task));
        plan.begun(task);
        return worker;
    }

    private Worker idleWorker() {
        Worker worker = workerWith(task());
        assertThat(plan.answered(worker)).isEmpty();
        return worker;
    }

    private List<PoolAction> gone(Worker worker) {
        return plan.gone(worker, () -> REASON);
    }

    // ---- who gets which task

    @Test
    void tasksWait_untilWorkersAreReady_andGoInTheirOrder() {
        QueuedTask first = task();
        QueuedTask second = task();
        Worker one = started(plan.submitted(first));
        Worker two = started(plan.submitted(second));

        assertThat(plan.ready(two)).containsExactly(new Send(two, first));
        assertThat(plan.ready(one)).containsExactly(new Send(one, second));
    }

    @Test
    void workerThatHasAnswered_getsTheNextTask() {
        Worker one = workerWith(task());
        QueuedTask next = submitted();
        QueuedTask afterNext = submitted();

        assertThat(plan.answered(one)).containsExactly(new Send(one, next));
        assertThat(plan.answered(one)).containsExactly(new Send(one, afterNext));
    }

    @Test
    void noMoreWorkersComeThanAreAskedFor_andNoneWhileOneIsIdle() {
        Worker idle = idleWorker();

        QueuedTask first = task();
        assertThat(plan.submitted(first)).containsExactly(new Send(idle, first));
        assertThat(plan.submitted(task())).hasOnlyElementsOfType(Start.class).hasSize(1);
        assertThat(plan.submitted(task())).isEmpty();
    }

    @Test
    void workerThatWasIdleLast_isUsedFirst() {
        Worker one = workerWith(task());
        Worker two = workerWith(task());
        plan.answered(two);
        plan.answered(one);

        QueuedTask task = task();
        assertThat(plan.submitted(task)).containsExactly(new Send(one, task));
    }

    @Test
    void workersOnTheirWay_areCountedForTasksThatWait() {
        plan.submitted(task());
        Worker one = plan.workers().get(0);
        plan.withdrawAll();

        assertThat(plan.submitted(task())).isEmpty();
        assertThat(plan.workers()).containsExactly(one);
    }

    @Test
    void withdrawnTask_isGivenToNobody() {
        Worker one = workerWith(task());
        QueuedTask waiting = submitted();

        assertThat(plan.withdraw(waiting)).isTrue();
        assertThat(plan.withdraw(waiting)).isFalse();
        assertThat(plan.answered(one)).isEmpty();
        assertThat(plan.idle()).containsExactly(one);
    }

    @Test
    void workerThatHasDoneItsTasks_leavesAndIsReplacedForThoseThatWait() {
        Worker one = workerWith(task());
        submitted();
        plan.answered(one);
        submitted();
        plan.answered(one);
        QueuedTask waiting = submitted();

        assertThat(plan.answered(one)).containsExactly(new Leave(one));
        Worker other = plan.workers().get(0);
        assertThat(plan.ready(other)).containsExactly(new Send(other, waiting));
        assertThat(gone(one)).isEmpty();
    }

    // ---- deaths

    @Test
    void workerDiesUnderATask_theTaskIsLostAndTheWorkerReplaced() {
        QueuedTask task = task();
        Worker one = workerWith(task);

        List<PoolAction> actions = gone(one);
        Worker other = started(actions);
        assertThat(actions).containsExactly(new Lose(one, task), new Start(other, Duration.ZERO));
        assertThat(other.index).isEqualTo(one.index);
        assertThat(other.number).isEqualTo(one.number + 1);
    }

    @Test
    void workerDiesBeforeItBeginsATask_anotherOneGetsItFirst() {
        QueuedTask task = task();
        Worker one = workerWith(task);
        task.begun = false;
        submitted();

        List<PoolAction> actions = gone(one);
        assertThat(actions).contains(new Report(one));
        Worker other = started(actions);
        assertThat(plan.ready(other)).containsExactly(new Send(other, task));
    }

    @Test
    void workerDiesBeforeItBeginsACancelledTask_nobodyGetsThat() {
        QueuedTask task = task();
        Worker one = workerWith(task);
        task.begun = false;
        task.cancelled();

        assertThat(plan.ready(started(gone(one)))).isEmpty();
    }

    @Test
    void idleWorkerDies_isReportedAndReplaced() {
        Worker one = idleWorker();

        List<PoolAction> actions = gone(one);
        assertThat(actions).containsExactly(new Report(one), new Start(started(actions), Duration.ZERO));
        assertThat(plan.idle()).isEmpty();
    }

    @Test
    void workerThatWasKilled_takesWhatItHasStartedWithIt() {
        Worker one = workerWith(task());
        one.killed = true;

        assertThat(gone(one)).contains(new EndWhatItStarted(one));
    }

    @Test
    void workerThatIsGone_getsNothingMore() {
        QueuedTask task = task();
        Worker one = workerWith(task);
        gone(one);

        assertThat(plan.has(one)).isFalse();
        assertThat(plan.ready(one)).isEmpty();
    }

    // ---- starts that fail

    @Test
    void startsThatFail_pauseLongerEachTime_andTheFifthFailsThePool() {
        QueuedTask task = task();
        Worker worker = started(plan.submitted(task));
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Start next = (Start) gone(worker).get(0);
            pauses.add(next.pause().toMillis());
            worker = next.worker();
        }

        assertThat(pauses).containsExactly(0L, 100L, 200L, 300L);
        assertThat(gone(worker)).containsExactly(new Fail(task, REASON));
        assertThatThrownBy(() -> plan.submitted(task()))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("pool 'pool' has failed: it has ended")
                .hasCause(REASON);
    }

    @Test
    void startsThatFail_areCountedFromTheLastTaskThatHasBegun() {
        QueuedTask task = task();
        Worker worker = started(plan.submitted(task));
        for (int i = 0; i < 4; i++) {
            worker = started(gone(worker));
        }
        plan.ready(worker);
        plan.begun(task);
        plan.submitted(task());

        worker = started(gone(worker));
        for (int i = 0; i < 4; i++) {
            worker = started(gone(worker));
        }
        assertThat(gone(worker)).hasOnlyElementsOfType(Fail.class);
    }

    @Test
    void startFailsAsAllWould_failsThePoolAtOnce() {
        QueuedTask task = task();
        Worker worker = started(plan.submitted(task));

        assertThat(plan.notStarted(worker, REASON, true)).containsExactly(new Fail(task, REASON));
    }

    @Test
    void initializerFails_failsWhatWaitsOnceAndAllLeave() {
        QueuedTask running = task();
        Worker busy = workerWith(running);
        QueuedTask waiting = task();
        Worker coming = started(plan.submitted(waiting));

        assertThat(plan.notInitialized(coming, REASON)).containsExactly(new Fail(waiting, REASON), new Leave(coming));
        assertThat(plan.answered(busy)).containsExactly(new Leave(busy));
        assertThat(gone(coming)).isEmpty();
    }

    // ---- the end

    @Test
    void shutdown_letsIdleWorkersLeave_andBusyOnesWhenNothingWaits() {
        Worker idle = idleWorker();
        QueuedTask first = task();
        plan.submitted(first);
        QueuedTask second = task();
        Worker coming = started(plan.submitted(second));

        assertThat(plan.shutdown()).isEmpty();
        assertThat(plan.answered(idle)).containsExactly(new Send(idle, second));
        assertThat(plan.ready(coming)).containsExactly(new Leave(coming));
        assertThat(plan.answered(idle)).containsExactly(new Leave(idle));
        assertThat(plan.isOver()).isFalse();
        assertThat(gone(coming)).isEmpty();
        assertThat(gone(idle)).isEmpty();
        assertThat(plan.isOver()).isTrue();
    }

    @Test
    void shutdown_isOverAtOnceWithoutWorkers() {
        assertThat(plan.shutdown()).isEmpty();
        assertThat(plan.isOver()).isTrue();
        assertThatThrownBy(() -> plan.submitted(task()))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("pool 'pool' was shut down and takes no task");
    }

    @Test
    void workerDiesAfterShutdown_isReplacedOnlyForTasksThatWait() {
        Worker one = workerWith(task());
        Worker two = workerWith(task());
        QueuedTask waiting = submitted();
        plan.shutdown();

        Worker other = started(gone(one));
        assertThat(plan.ready(other)).containsExactly(new Send(other, waiting));
        assertThat(gone(two)).hasOnlyElementsOfType(Lose.class);
    }

    @Test
    void limits_makeWaitsOfThePoolTimed() {
        QueuedTask plain = task();
        Worker one = workerWith(plain);
        assertThat(plan.isTimed()).as("no process yet").isTrue();
        assertThat(plain.isTimed()).isFalse();
        assertThat(withLimits("hardLimit").isTimed()).isTrue();
        QueuedTask soft = withLimits("softLimit");
        assertThat(soft.isTimed()).isTrue();
        soft.atSoftLimit = "threads";
        assertThat(soft.isTimed()).isFalse();
        plain.complete(new Reply(false, new byte[0]));
        assertThat(one.task.isTimed()).isFalse();
    }

    private QueuedTask withLimits(String which) {
        Duration limit = Duration.ofSeconds(1);
        TaskOptions options = which.equals("hardLimit")
                ? TaskOptions.defaults().hardLimit(limit)
                : TaskOptions.defaults().softLimit(limit);
        return new QueuedTask((task, mayInterrupt) -> false, ++last, new TaskRequest(options, new byte[0], false));
    }
}
