package dev.multiprocess.internal.jupiter;

import dev.multiprocess.Capacity;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A parameter that means a queue or one of its ends.
 *
 * @param parameter the parameter
 * @param key which queue it means: two parameters with the same key mean the same queue
 * @param name the queue's name in messages, as far as this parameter says
 * @param capacity what it says about the capacity
 */
record QueueParameter(Parameter parameter, String key, String name, OptionalInt capacity) {

    private static final Set<Class<?>> TYPES = Set.of(ProcessQueue.class, QueueWriter.class, QueueReader.class);

    static boolean isQueue(Parameter parameter) {
        return TYPES.contains(parameter.getType());
    }

    /** The parameters of a method that mean queues, in their order. */
    static List<QueueParameter> of(Executable method) {
        List<QueueParameter> all = new ArrayList<>();
        Map<String, Integer> unnamed = new HashMap<>();
        for (Parameter parameter : method.getParameters()) {
            if (isQueue(parameter)) {
                all.add(of(parameter, unnamed));
            }
        }
        return all;
    }

    private static QueueParameter of(Parameter parameter, Map<String, Integer> unnamed) {
        OptionalInt capacity = capacityOf(parameter);
        Optional<String> named =
                Optional.ofNullable(parameter.getAnnotation(QueueName.class)).map(QueueName::value);
        if (named.isPresent()) {
            if (named.get().isBlank()) {
                throw new MultiProcessConfigurationException(
                        "the name of a queue must not be blank: @QueueName at " + place(parameter));
            }
            return new QueueParameter(parameter, "name " + named.get(), named.get(), capacity);
        }
        Type type = elementType(parameter);
        int count = unnamed.merge(parameter.getType().getName() + " " + type.getTypeName(), 1, Integer::sum);
        String name = ParameterName.of(parameter).orElseGet(() -> simpleName(type) + (count > 1 ? "-" + count : ""));
        return new QueueParameter(parameter, "type " + type.getTypeName() + " " + count, name, capacity);
    }

    private static OptionalInt capacityOf(Parameter parameter) {
        Capacity capacity = parameter.getAnnotation(Capacity.class);
        if (capacity == null) {
            return OptionalInt.empty();
        }
        if (capacity.value() < 1) {
            throw new MultiProcessConfigurationException("the capacity of a queue must be at least 1: @Capacity("
                    + capacity.value() + ") at " + place(parameter));
        }
        return OptionalInt.of(capacity.value());
    }

    private static Type elementType(Parameter parameter) {
        return parameter.getParameterizedType() instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : Object.class;
    }

    private static String simpleName(Type type) {
        String full =
                type instanceof ParameterizedType generic ? generic.getRawType().getTypeName() : type.getTypeName();
        return full.substring(Math.max(full.lastIndexOf('.'), full.lastIndexOf('$')) + 1);
    }

    /** Whether only the order of this method's parameters distinguishes several queues of one element type. */
    boolean isTypeRepeated() {
        return !key.startsWith("name ") && !key.endsWith(" 1");
    }

    boolean isOfSameMethod(QueueParameter other) {
        return parameter.getDeclaringExecutable().equals(other.parameter.getDeclaringExecutable());
    }

    static String place(Parameter parameter) {
        Executable method = parameter.getDeclaringExecutable();
        String testClass = method.getDeclaringClass().getSimpleName();
        return ParameterName.text(parameter) + " of "
                + (method instanceof Constructor
                        ? "the constructor of " + testClass
                        : testClass + "." + method.getName());
    }
}
