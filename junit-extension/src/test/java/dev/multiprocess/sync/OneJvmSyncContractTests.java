package dev.multiprocess.sync;

/** The contract with all parties in one JVM. */
class OneJvmSyncContractTests extends SyncContractTestBase {

    OneJvmSyncContractTests() {
        super(1);
    }
}
