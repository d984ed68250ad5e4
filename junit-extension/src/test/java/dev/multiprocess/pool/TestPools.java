package dev.multiprocess.pool;

import dev.multiprocess.Processes;

/** Makes the pools of these tests. */
final class TestPools {

    private TestPools() {}

    static ProcessPool newPool(Processes processes, String name, int workers) {
        throw new UnsupportedOperationException("pools cannot be made yet: " + name + " of " + processes);
    }
}
