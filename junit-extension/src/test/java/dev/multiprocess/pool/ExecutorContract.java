package dev.multiprocess.pool;

/**
 * What the documentation of {@link java.util.concurrent.ExecutorService} and {@link java.util.concurrent.Future} promises,
 * that of {@code close} included, which has been there since JDK 19.
 */
interface ExecutorContract
        extends SubmitContract,
                GetContract,
                CancelContract,
                InvokeAllContract,
                InvokeAnyContract,
                ShutdownContract,
                ShutdownNowContract,
                CloseContract {}
