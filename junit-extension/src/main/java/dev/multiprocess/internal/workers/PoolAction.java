package dev.multiprocess.internal.workers;

import java.time.Duration;

/** What {@link PoolPlan} has decided, to be carried out without the lock of the pool. */
sealed interface PoolAction {

    /** Carries it out. */
    void carryOut(Effects effects);

    /** What a pool can do. */
    interface Effects {

        void send(Worker worker, QueuedTask task);

        void start(Worker worker, Duration pause);

        void leave(Worker worker);

        void endWhatItStarted(Worker worker);

        void lose(Worker worker, QueuedTask task);

        void fail(QueuedTask task, Throwable reason);

        void report(Worker worker);
    }

    /** A task goes to a worker that has none. */
    record Send(Worker worker, QueuedTask task) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.send(worker, task);
        }
    }

    /** A new worker is started, at once or after a pause. */
    record Start(Worker worker, Duration pause) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.start(worker, pause);
        }
    }

    /** A worker that has no task is told to end. */
    record Leave(Worker worker) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.leave(worker);
        }
    }

    /** What a worker had started, which the pool has killed, ends as well. */
    record EndWhatItStarted(Worker worker) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.endWhatItStarted(worker);
        }
    }

    /** A worker has died with a task that it had begun. */
    record Lose(Worker worker, QueuedTask task) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.lose(worker, task);
        }
    }

    /** A task will never begin, since the pool has failed. */
    record Fail(QueuedTask task, Throwable reason) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.fail(task, reason);
        }
    }

    /** A worker has died and no task with it: the only trace of its death. */
    record Report(Worker worker) implements PoolAction {

        @Override
        public void carryOut(Effects effects) {
            effects.report(worker);
        }
    }
}
