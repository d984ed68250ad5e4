package dev.multiprocess.sync;

/** The contract with all parties in two JVMs. */
class TwoJvmsSyncContractTests extends SyncContractTestBase {

    TwoJvmsSyncContractTests() {
        super(2);
    }
}
