package dev.multiprocess.internal.call;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The objects that one process shares: in the test JVM, those of one test. Thread-safe. */
public final class SharedObjects {

    /** Of this JVM, so that two tests never use one number. */
    private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

    private final int owner;
    private final SharedProxy.Caller caller;
    private final Map<String, Object> proxies = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param owner the number of this child; 0 for the test JVM
     * @param caller calls objects of this same process
     */
    public SharedObjects(int owner, SharedProxy.Caller caller) {
        this.owner = owner;
        this.caller = caller;
    }

    /**
     * Shares an object.
     *
     * @param <I> the interface
     * @param <T> what the caller uses it as
     * @param type an interface
     * @param object implements it
     * @return what stands for it in every process
     */
    public <I, T extends I> T share(Class<I> type, I object) {
        Objects.requireNonNull(type, "the type of a shared object must not be null");
        Objects.requireNonNull(object, "a shared object must not be null");
        if (!type.isInterface() || type.isHidden() || type.isSealed()) {
            throw new IllegalArgumentException(
                    "the type of a shared object must be an interface that is not sealed: type=" + type.getName());
        }
        SharedId id = new SharedId(owner, LAST_NUMBER.incrementAndGet(), type.getName());
        Object proxy = SharedProxy.ofOwn(id, type, object, caller);
        proxies.put(id.handleId(), proxy);
        @SuppressWarnings("unchecked") // the parameters of the interface, which the caller knows
        T shared = (T) proxy;
        return shared;
    }

    /** Finds what stands for an object of this process. */
    public Optional<Object> find(String handleId) {
        return Optional.ofNullable(proxies.get(handleId));
    }
}
