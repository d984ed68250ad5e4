package dev.multiprocess.internal.jupiter;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.internal.scope.TestScope;
import dev.multiprocess.pool.PoolOptions;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.pool.Workers;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pools that are parameters of one test or class: those with one name mean the same pool. */
final class PoolParameters {

    private static final String UNNAMED = "pool";

    private final TestScope scope;
    private final Map<String, Made> pools = new HashMap<>();

    private record Made(ProcessPool pool, int workers) {}

    PoolParameters(TestScope scope) {
        this.scope = scope;
    }

    static boolean isPool(Parameter parameter) {
        return parameter.getType() == ProcessPool.class;
    }

    ProcessPool argument(Parameter parameter) {
        Optional<Integer> wanted =
                Optional.ofNullable(parameter.getAnnotation(Workers.class)).map(Workers::value);
        String name = ParameterName.of(parameter)
                .filter(text -> text.matches("[A-Za-z0-9_]{1,60}"))
                .orElse(UNNAMED);
        Made made = pools.computeIfAbsent(name, key -> make(key, wanted.orElseGet(PoolParameters::processors)));
        if (wanted.isPresent() && wanted.get() != made.workers()) {
            throw new MultiProcessConfigurationException(
                    "pool '" + name + "' must have one number of workers: @Workers("
                            + wanted.get() + ") at " + QueueParameter.place(parameter) + ", and " + made.workers()
                            + " before");
        }
        return made.pool();
    }

    private Made make(String name, int workers) {
        return new Made(scope.pool(name, workers, PoolOptions.defaults(), ProcessOptions.defaults()), workers);
    }

    private static int processors() {
        return Math.min(Runtime.getRuntime().availableProcessors(), 64);
    }
}
