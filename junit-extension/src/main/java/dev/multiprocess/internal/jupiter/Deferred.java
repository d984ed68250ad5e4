package dev.multiprocess.internal.jupiter;

import dev.multiprocess.ProcessGroup;
import dev.multiprocess.internal.objects.Handle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.List;

/**
 * What a test's parameters hold of a declared role: JUnit wants arguments before the role's children may be started.
 *
 * @param <R> what the role returns
 */
final class Deferred<R> {

    private ProcessGroup<R> group;
    private List<R> results;

    void started(ProcessGroup<R> running) {
        group = running;
    }

    void ended() {
        results = group.results();
    }

    /** A list that shows the results; the test's first line comes after the children's end. */
    List<R> results() {
        return new AbstractList<>() {
            @Override
            public R get(int index) {
                return results.get(index);
            }

            @Override
            public int size() {
                return results.size();
            }
        };
    }

    /** A group that passes every call to the running one. */
    @SuppressWarnings("unchecked")
    ProcessGroup<R> group() {
        return (ProcessGroup<R>) Proxy.newProxyInstance(
                Deferred.class.getClassLoader(),
                new Class<?>[] {ProcessGroup.class, Handle.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(group, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
