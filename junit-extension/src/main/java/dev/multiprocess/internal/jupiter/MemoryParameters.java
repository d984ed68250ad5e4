package dev.multiprocess.internal.jupiter;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.SizeForm;
import dev.multiprocess.internal.scope.TestScope;
import dev.multiprocess.memory.Bytes;
import dev.multiprocess.memory.SharedMemory;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** The shared memory that is a parameter of one test or class: parameters with one name mean the same memory. */
final class MemoryParameters {

    private static final SizeForm SIZE = new SizeForm("1", TestScope.MOST_MEMORY);

    private final BiFunction<String, Long, SharedMemory> factory;
    private final Map<Parameter, String> names = new HashMap<>();
    private final Map<String, Sized> sizes = new HashMap<>();
    private final Map<String, SharedMemory> made = new HashMap<>();

    /** What a parameter says about the size. */
    private record Sized(Parameter parameter, String text, long bytes) {}

    /**
     * Makes none yet.
     *
     * @param methods the test method and its life-cycle methods
     * @param factory makes memory of a name and a number of bytes
     */
    MemoryParameters(Collection<Method> methods, BiFunction<String, Long, SharedMemory> factory) {
        this.factory = factory;
        methods.forEach(this::add);
    }

    private void add(Method method) {
        int count = 0;
        for (Parameter parameter : method.getParameters()) {
            if (isMemory(parameter)) {
                count++;
                String unnamed = count == 1 ? "memory" : "memory-" + count;
                names.put(parameter, ParameterName.of(parameter).orElse(unnamed));
                addSize(parameter);
            }
        }
    }

    private void addSize(Parameter parameter) {
        Bytes annotation = parameter.getAnnotation(Bytes.class);
        if (annotation == null) {
            return;
        }
        Sized size = new Sized(parameter, annotation.value(), bytes(parameter, annotation.value()));
        Sized other = sizes.putIfAbsent(names.get(parameter), size);
        if (other != null && other.bytes() != size.bytes()) {
            throw new MultiProcessConfigurationException("shared memory must have one size: " + other.text() + " at "
                    + QueueParameter.place(other.parameter()) + ", " + size.text() + " at "
                    + QueueParameter.place(parameter));
        }
    }

    private static long bytes(Parameter parameter, String text) {
        try {
            return SIZE.parse(text);
        } catch (IllegalArgumentException rule) {
            throw new MultiProcessConfigurationException(
                    "the size of shared memory " + rule.getMessage() + ": @Bytes(\"" + text + "\") at "
                            + QueueParameter.place(parameter),
                    rule);
        }
    }

    static boolean isMemory(Parameter parameter) {
        return parameter.getType() == SharedMemory.class;
    }

    /** The memory that a parameter asks for; made when it is asked for first. */
    SharedMemory argument(Parameter parameter) {
        String name = names.get(parameter);
        Sized size = sizes.get(name);
        if (size == null) {
            throw new MultiProcessConfigurationException(
                    QueueParameter.place(parameter) + " must have a size, as in @Bytes(\"64m\")");
        }
        return made.computeIfAbsent(name, each -> factory.apply(each, size.bytes()));
    }
}
