package dev.multiprocess.internal.jupiter;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** The queues of one test, made once for all parameters that mean them. */
final class QueuePlan {

    private final Map<Parameter, ProcessQueue<Object>> byParameter = new HashMap<>();

    /**
     * Makes the queues.
     *
     * @param test the test method and its life-cycle methods, the test method first: its parameters name the queues
     * @param roles the role methods
     * @param factory makes a queue of a name and a capacity
     */
    QueuePlan(
            Collection<Method> test,
            Collection<Method> roles,
            BiFunction<String, Integer, ProcessQueue<Object>> factory) {
        Map<String, QueueParameter> first = new LinkedHashMap<>();
        Map<String, QueueParameter> bounded = new LinkedHashMap<>();
        List<QueueParameter> all = new ArrayList<>();
        test.forEach(method -> all.addAll(QueueParameter.of(method)));
        roles.forEach(method -> all.addAll(QueueParameter.of(method)));
        for (QueueParameter each : all) {
            if (!roles.isEmpty() && each.isTypeRepeated()) {
                throw new MultiProcessConfigurationException(
                        "several queues of one element type must each have a @QueueName where there are role methods: "
                                + QueueParameter.place(each.parameter()));
            }
            requireOneEnd(roles, all, each);
            first.putIfAbsent(each.key(), each);
            noteCapacity(bounded, each);
        }
        Map<String, ProcessQueue<Object>> queues = new HashMap<>();
        first.forEach((key, parameter) -> {
            OptionalInt capacity = bounded.containsKey(key) ? bounded.get(key).capacity() : OptionalInt.empty();
            queues.put(key, factory.apply(parameter.name(), capacity.orElse(Integer.MAX_VALUE)));
        });
        all.forEach(each -> byParameter.put(each.parameter(), queues.get(each.key())));
    }

    /** A role that takes from a queue and puts into it would send elements to itself. */
    private static void requireOneEnd(Collection<Method> roles, List<QueueParameter> all, QueueParameter each) {
        for (QueueParameter other : all) {
            if (other != each
                    && other.key().equals(each.key())
                    && other.isOfSameMethod(each)
                    && roles.contains(each.parameter().getDeclaringExecutable())) {
                throw new MultiProcessConfigurationException(
                        "two parameters of a role method must mean different queues, by @QueueName: "
                                + QueueParameter.place(other.parameter()) + " and "
                                + QueueParameter.place(each.parameter()));
            }
        }
    }

    private static void noteCapacity(Map<String, QueueParameter> bounded, QueueParameter each) {
        if (each.capacity().isEmpty()) {
            return;
        }
        QueueParameter other = bounded.putIfAbsent(each.key(), each);
        if (other != null && !other.capacity().equals(each.capacity())) {
            throw new MultiProcessConfigurationException("a queue must have one capacity: "
                    + other.capacity().getAsInt() + " at " + QueueParameter.place(other.parameter()) + ", "
                    + each.capacity().getAsInt() + " at " + QueueParameter.place(each.parameter()));
        }
    }

    boolean knows(Parameter parameter) {
        return byParameter.containsKey(parameter);
    }

    /** The queue, or the end of it, that a parameter asks for. */
    Object argument(Parameter parameter) {
        ProcessQueue<Object> queue = byParameter.get(parameter);
        Class<?> type = parameter.getType();
        if (type == QueueWriter.class) {
            return queue.writer();
        }
        return type == QueueReader.class ? queue.reader() : queue;
    }
}
