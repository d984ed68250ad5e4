package dev.multiprocess.internal.pool;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Wrapper;
import dev.multiprocess.pool.ProcessFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * A function applied to some items, one after the other, up to the first that fails.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @param function what to apply
 * @param items to what
 */
record ChunkTask<T, R>(ProcessFunction<? super T, ? extends R> function, List<T> items)
        implements ProcessTask<ChunkTask.Results<R>>, Wrapper {

    /**
     * What came of it.
     *
     * @param <R> the type of the results
     * @param values of the first items
     * @param failure of the next one; {@code null} if there is none
     */
    record Results<R>(List<R> values, Throwable failure) {}

    @Override
    public Results<R> call() throws Exception {
        List<R> values = new ArrayList<>(items.size());
        for (T item : items) {
            try {
                values.add(function.apply(item));
            } catch (Exception | Error e) {
                if (values.isEmpty()) {
                    // As that of any task, whether it can be written or not.
                    throw e;
                }
                return new Results<>(values, e);
            }
        }
        return new Results<>(values, null);
    }

    @Override
    public Object wrapped() {
        return function;
    }
}
