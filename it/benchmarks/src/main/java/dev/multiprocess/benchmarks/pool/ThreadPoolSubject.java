package dev.multiprocess.benchmarks.pool;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Measures a pool of threads of the JDK: the floor, since nothing is copied and no process is left. */
public final class ThreadPoolSubject implements Subject {

    private final PoolWork work;

    /**
     * Measures one kind of work.
     *
     * @param work what the pool does; starts are not measured
     */
    public ThreadPoolSubject(PoolWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "java.threads";
    }

    @Override
    public List<Double> measure(Effort effort) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PoolWork.WORKERS);
        try {
            return List.of(
                    work == PoolWork.SUBMIT
                            ? PoolWork.micros(() -> threads.submit(() -> 1).get(), effort)
                            : PoolWork.rate(work.map(threads), effort));
        } finally {
            threads.shutdownNow();
        }
    }
}
