package dev.multiprocess.internal.jupiter;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.WriterProcess;
import dev.multiprocess.internal.scope.DeclaredRole;
import dev.multiprocess.internal.task.MethodTask;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A method that declares a role.
 *
 * @param method static
 * @param count how many children run it
 * @param jvmArgs their JVM arguments
 */
record RoleMethod(Method method, int count, String[] jvmArgs) {

    private static final int MOST = 64;

    /** The roles of the innermost class that declares any, in the order of their names. */
    static List<RoleMethod> of(Class<?> testClass) {
        for (Class<?> each : TestClasses.fromInside(testClass)) {
            List<RoleMethod> roles =
                    ReflectionSupport.findMethods(each, RoleMethod::isRole, HierarchyTraversalMode.TOP_DOWN).stream()
                            .map(RoleMethod::of)
                            .sorted(Comparator.comparing(RoleMethod::name))
                            .toList();
            if (!roles.isEmpty()) {
                requireDifferentNames(roles);
                return roles;
            }
        }
        return List.of();
    }

    private static boolean isRole(Method method) {
        return method.isAnnotationPresent(WriterProcess.class) || method.isAnnotationPresent(ReaderProcess.class);
    }

    private static RoleMethod of(Method method) {
        WriterProcess writer = method.getAnnotation(WriterProcess.class);
        ReaderProcess reader = method.getAnnotation(ReaderProcess.class);
        require(writer == null || reader == null, method, "must be @WriterProcess or @ReaderProcess, not both");
        require(Modifier.isStatic(method.getModifiers()), method, "must be static, since it runs in another JVM");
        int count = writer != null ? writer.count() : reader.count();
        require(count >= 1 && count <= MOST, method, "must have a count between 1 and " + MOST + ": count=" + count);
        for (Parameter parameter : method.getParameters()) {
            require(
                    QueueParameter.isQueue(parameter),
                    method,
                    "must have parameters of type ProcessQueue, QueueWriter or QueueReader only: "
                            + parameter.getType().getSimpleName()
                            + ParameterName.of(parameter)
                                    .map(name -> " " + name)
                                    .orElse(""));
        }
        return new RoleMethod(method, count, writer != null ? writer.jvmArgs() : reader.jvmArgs());
    }

    private static void require(boolean condition, Method method, String rule) {
        if (!condition) {
            throw new MultiProcessConfigurationException("the role method "
                    + method.getDeclaringClass().getSimpleName() + "." + method.getName() + " " + rule);
        }
    }

    private static void requireDifferentNames(List<RoleMethod> roles) {
        Set<String> names = new HashSet<>();
        for (RoleMethod role : roles) {
            require(names.add(role.name()), role.method(), "must have a name that no other role of the class has");
        }
    }

    String name() {
        return method.getName();
    }

    /** Makes it startable. */
    DeclaredRole declared(QueuePlan queues) {
        List<Object> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            arguments.add(queues.argument(parameter));
        }
        return new DeclaredRole(
                name(),
                count,
                new MethodTask(
                        method.getDeclaringClass(), method.getName(), List.of(method.getParameterTypes()), arguments),
                ProcessOptions.defaults().jvmArgs(jvmArgs));
    }
}
