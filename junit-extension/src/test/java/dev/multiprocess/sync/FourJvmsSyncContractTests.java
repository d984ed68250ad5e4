package dev.multiprocess.sync;

/** The contract with all parties in four JVMs. */
class FourJvmsSyncContractTests extends SyncContractTestBase {

    FourJvmsSyncContractTests() {
        super(4);
    }
}
