package dev.multiprocess.internal.jupiter;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.Processes;
import dev.multiprocess.sync.Count;
import dev.multiprocess.sync.Length;
import dev.multiprocess.sync.Parties;
import dev.multiprocess.sync.Permits;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessEvent;
import dev.multiprocess.sync.ProcessLatch;
import dev.multiprocess.sync.ProcessLock;
import dev.multiprocess.sync.ProcessSemaphore;
import dev.multiprocess.sync.SharedLong;
import dev.multiprocess.sync.SharedLongArray;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The locks, and what else processes coordinate with, that are parameters of one test or class: those of one type and name
 * mean the same.
 */
final class SyncParameters {

    private static final Set<Class<?>> TYPES = Set.of(
            ProcessLock.class,
            ProcessSemaphore.class,
            ProcessLatch.class,
            ProcessEvent.class,
            ProcessBarrier.class,
            SharedLong.class,
            SharedLongArray.class);

    private final Processes processes;
    private final Map<String, Made> made = new HashMap<>();

    /**
     * What stands for a parameter.
     *
     * @param annotation that it was made by; empty if it needs none
     */
    private record Made(Object argument, Optional<Annotation> annotation) {}

    SyncParameters(Processes processes) {
        this.processes = processes;
    }

    static boolean isSync(Parameter parameter) {
        return TYPES.contains(parameter.getType());
    }

    Object argument(Parameter parameter) {
        Class<?> type = parameter.getType();
        String name = ParameterName.of(parameter).orElseGet(() -> unnamed(type));
        Optional<Annotation> annotation = annotation(parameter);
        Made known = made.get(type.getName() + " " + name);
        if (known == null) {
            known = new Made(make(parameter, name, annotation), annotation);
            made.put(type.getName() + " " + name, known);
        } else if (annotation.isPresent() && !annotation.equals(known.annotation())) {
            throw new MultiProcessConfigurationException(QueueParameter.place(parameter) + " must be as it was made: "
                    + annotation.get() + ", and " + known.annotation().orElseThrow() + " before");
        }
        return known.argument();
    }

    private static String unnamed(Class<?> type) {
        return type.getSimpleName();
    }

    private static Optional<Annotation> annotation(Parameter parameter) {
        for (Class<? extends Annotation> each : Set.of(Permits.class, Count.class, Parties.class, Length.class)) {
            if (parameter.isAnnotationPresent(each)) {
                return Optional.of(parameter.getAnnotation(each));
            }
        }
        return Optional.empty();
    }

    private Object make(Parameter parameter, String name, Optional<Annotation> annotation) {
        try {
            return made(parameter, name, annotation);
        } catch (IllegalArgumentException e) {
            throw new MultiProcessConfigurationException(e.getMessage() + ": " + QueueParameter.place(parameter));
        }
    }

    private Object made(Parameter parameter, String name, Optional<Annotation> annotation) {
        Class<?> type = parameter.getType();
        if (type == ProcessLock.class) {
            return processes.lock(name);
        }
        if (type == ProcessEvent.class) {
            return processes.event(name);
        }
        if (type == SharedLong.class) {
            return processes.sharedLong(name, 0);
        }
        if (type == ProcessSemaphore.class) {
            Permits permits = required(Permits.class, parameter, annotation);
            return permits.owned()
                    ? processes.semaphore(name, permits.value())
                    : processes.unownedSemaphore(name, permits.value(), permits.bound());
        }
        if (type == ProcessLatch.class) {
            return processes.latch(
                    name, required(Count.class, parameter, annotation).value());
        }
        if (type == ProcessBarrier.class) {
            return processes.barrier(
                    name, required(Parties.class, parameter, annotation).value());
        }
        return processes.sharedLongArray(
                name, required(Length.class, parameter, annotation).value());
    }

    private static <A extends Annotation> A required(
            Class<A> type, Parameter parameter, Optional<Annotation> annotation) {
        return annotation
                .filter(type::isInstance)
                .map(type::cast)
                .orElseThrow(() -> new MultiProcessConfigurationException(
                        QueueParameter.place(parameter) + " needs @" + type.getSimpleName() + "(n)"));
    }
}
