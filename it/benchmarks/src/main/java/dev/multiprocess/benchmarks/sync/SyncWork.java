package dev.multiprocess.benchmarks.sync;

/** What is measured of locks and the like, by the names of benchmarks. */
public enum SyncWork {
    /** Locking and unlocking a lock that nobody else uses. */
    LOCK("lock.uncontended"),

    /** One of two processes locking and unlocking the same lock as fast as they can. */
    LOCK_OF_TWO("lock.two-processes"),

    /** Acquiring and releasing a permit of a semaphore that nobody else uses. */
    SEMAPHORE("semaphore.uncontended"),

    /** Two processes meeting at a barrier. */
    BARRIER("barrier.two"),

    /** Adding one to a number that nobody else uses. */
    INCREMENT("shared-long.increment");

    private final String benchmark;

    SyncWork(String benchmark) {
        this.benchmark = benchmark;
    }

    /**
     * Returns the name of its benchmark.
     *
     * @return as in the catalogue
     */
    public String benchmark() {
        return benchmark;
    }
}
