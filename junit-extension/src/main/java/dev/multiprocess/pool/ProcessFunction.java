package dev.multiprocess.pool;

import java.io.Serializable;
import org.apiguardian.api.API;

/**
 * What the workers of a pool do with each item: a lambda or a method reference, captured values included.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ProcessFunction<T, R> extends Serializable {

    /**
     * Runs in a worker.
     *
     * @param item a copy of the one that the source gave
     * @return the result, of which the caller gets a copy
     * @throws Exception to fail this item
     */
    R apply(T item) throws Exception;
}
