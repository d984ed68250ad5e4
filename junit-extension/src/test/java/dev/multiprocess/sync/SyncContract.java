package dev.multiprocess.sync;

/** What the documentation of {@code java.util.concurrent} promises of the types that ours are made after (L1). */
interface SyncContract
        extends LockContract, ConditionContract, SemaphoreContract, LatchContract, BarrierContract, NumberContract {}
