package dev.multiprocess.internal.jupiter;

import dev.multiprocess.internal.classfile.MethodCode;
import java.lang.System.Logger.Level;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the source calls a parameter.
 *
 * <p>Reflection knows that only if the class was compiled with {@code -parameters}, which build tools do not do by
 * default; the names of local variables, for debuggers, are in nearly every class file.
 */
final class ParameterName {

    private static final AtomicBoolean IS_LACK_TOLD = new AtomicBoolean();

    private ParameterName() {}

    /**
     * Finds it.
     *
     * @return empty if the class was compiled without
     */
    static Optional<String> of(Parameter parameter) {
        if (parameter.isNamePresent()) {
            return Optional.of(parameter.getName());
        }
        Executable method = parameter.getDeclaringExecutable();
        Optional<String> found =
                MethodCode.of(method).flatMap(MethodCode::parameterNames).map(names -> names.get(index(parameter)));
        if (found.isEmpty() && !IS_LACK_TOLD.getAndSet(true)) {
            System.getLogger(ParameterName.class.getName())
                    .log(
                            Level.INFO,
                            "queues are called by the types of their elements, since {0} was compiled without the names"
                                    + " of parameters; javac keeps them with -g or -parameters",
                            method.getDeclaringClass().getName());
        }
        return found;
    }

    /** As messages call a parameter whose name may not be known. */
    static String text(Parameter parameter) {
        return of(parameter)
                .map(name -> "parameter '" + name + "'")
                .orElseGet(() -> "parameter " + (index(parameter) + 1));
    }

    private static int index(Parameter parameter) {
        return List.of(parameter.getDeclaringExecutable().getParameters()).indexOf(parameter);
    }
}
