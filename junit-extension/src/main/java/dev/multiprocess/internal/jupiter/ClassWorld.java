package dev.multiprocess.internal.jupiter;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.Processes;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.scope.TestScope;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What the parameters of a class's {@code @BeforeAll} and {@code @AfterAll} methods get; made when the first of them
 * needs it.
 *
 * <p>Kept in the store of the class, so that JUnit closes it whatever happens.
 */
final class ClassWorld implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final TestScope scope;
    private final Processes processes;
    private final QueuePlan queues;
    private final PoolParameters pools;
    private final SyncParameters syncs;
    private final MemoryParameters memories;

    ClassWorld(TestScope scope, Class<?> testClass) {
        this.scope = scope;
        processes = scope.processes();
        pools = new PoolParameters(scope);
        syncs = new SyncParameters(processes);
        List<Method> methods = ReflectionSupport.findMethods(
                testClass,
                method -> isAnnotated(method, BeforeAll.class) || isAnnotated(method, AfterAll.class),
                HierarchyTraversalMode.TOP_DOWN);
        queues = new QueuePlan(methods, List.of(), scope::queue);
        memories = new MemoryParameters(methods, scope::sharedMemory);
    }

    /** Empty if it is not a parameter of one of those methods. */
    Optional<Object> argument(Parameter parameter) {
        if (parameter.getType() == Processes.class) {
            return Optional.of(processes);
        }
        if (parameter.getType() == Checkpoints.class) {
            return Optional.of(scope.checkpoints());
        }
        if (PoolParameters.isPool(parameter)) {
            return Optional.of(pools.argument(parameter));
        }
        if (SyncParameters.isSync(parameter)) {
            return Optional.of(syncs.argument(parameter));
        }
        if (MemoryParameters.isMemory(parameter)) {
            return Optional.of(memories.argument(parameter));
        }
        TestWorld.requireRoleIn(false, parameter);
        if (parameter.getType() == CrashTests.class) {
            throw new MultiProcessConfigurationException("crash tests belong to a test: "
                    + QueueParameter.place(parameter) + " must be a parameter of a test method, as of a factory");
        }
        return queues.knows(parameter) ? Optional.of(queues.argument(parameter)) : Optional.empty();
    }

    TestScope scope() {
        return scope;
    }

    @Override
    public void close() {
        scope.end();
    }
}
