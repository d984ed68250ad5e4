package dev.multiprocess.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Timeout;

/** The contract asks for no more than the JDK's own types do. */
@Timeout(60)
class JdkSyncContractTests implements SyncContract {

    private final Party[] parties = new Party[4];

    @Override
    public Party party(int number) {
        if (parties[number] == null) {
            parties[number] = new Party(new Actor());
        }
        return parties[number];
    }

    @Override
    public Lock newLock() {
        return new ReentrantLock();
    }

    @Override
    public Permits newSemaphore(int permits) {
        return adapted(Permits.class, new Semaphore(permits));
    }

    @Override
    public Latch newLatch(int count) {
        return adapted(Latch.class, new CountDownLatch(count));
    }

    @Override
    public Barrier newBarrier(int parties) {
        return adapted(Barrier.class, new CyclicBarrier(parties));
    }

    @Override
    public Number newNumber(long value) {
        return adapted(Number.class, new AtomicLong(value));
    }

    /** Something of the JDK, by the methods that it shares with ours. */
    private static <T> T adapted(Class<T> type, Object it) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return it.getClass()
                                .getMethod(method.getName(), method.getParameterTypes())
                                .invoke(it, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
