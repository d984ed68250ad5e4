package dev.multiprocess.internal.jupiter;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import dev.multiprocess.Results;
import dev.multiprocess.Role;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.inventory.TestIdentity;
import dev.multiprocess.internal.scope.TestScope;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * One test as its annotations and parameters describe it: queues, declared roles, and what parameters get from them.
 *
 * <p>Kept in the store of the invocation, so that JUnit closes it whatever happens.
 */
final class TestWorld implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final TestScope scope;
    private final TestIdentity identity;
    private final Method testMethod;
    private final Processes processes;
    private final List<RoleMethod> roles;
    private final QueuePlan queues;
    private final PoolParameters pools;
    private final SyncParameters syncs;
    private final MemoryParameters memories;
    private final Map<String, Deferred<Object>> deferred = new LinkedHashMap<>();
    private final boolean wantsResults;
    private boolean factory;

    TestWorld(TestScope scope, TestIdentity identity, Method testMethod) {
        this.scope = scope;
        this.identity = identity;
        this.testMethod = testMethod;
        processes = scope.processes();
        pools = new PoolParameters(scope);
        syncs = new SyncParameters(processes);
        Class<?> testClass = identity.testClass();
        roles = RoleMethod.of(testClass);
        roles.forEach(role -> deferred.put(role.name(), new Deferred<>()));
        List<Method> methods = new ArrayList<>(List.of(testMethod));
        for (Class<?> each : TestClasses.fromInside(testClass)) {
            methods.addAll(ReflectionSupport.findMethods(
                    each,
                    method -> isAnnotated(method, BeforeEach.class) || isAnnotated(method, AfterEach.class),
                    HierarchyTraversalMode.TOP_DOWN));
        }
        queues = new QueuePlan(methods, roles.stream().map(RoleMethod::method).toList(), scope::queue);
        memories = new MemoryParameters(methods, scope::sharedMemory);
        wantsResults = Arrays.stream(testMethod.getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(Results.class));
    }

    static boolean supports(Parameter parameter) {
        return parameter.getType() == Processes.class
                || parameter.getType() == Checkpoints.class
                || parameter.getType() == CrashTests.class
                || QueueParameter.isQueue(parameter)
                || PoolParameters.isPool(parameter)
                || SyncParameters.isSync(parameter)
                || MemoryParameters.isMemory(parameter)
                || parameter.isAnnotationPresent(Results.class)
                || parameter.isAnnotationPresent(Role.class);
    }

    Object argument(Parameter parameter) {
        if (parameter.getType() == Processes.class) {
            return processes;
        }
        if (parameter.getType() == Checkpoints.class) {
            return scope.checkpoints();
        }
        if (parameter.getType() == CrashTests.class) {
            return CrashTestsView.of(scope.crashTests());
        }
        if (PoolParameters.isPool(parameter)) {
            return pools.argument(parameter);
        }
        if (SyncParameters.isSync(parameter)) {
            return syncs.argument(parameter);
        }
        if (MemoryParameters.isMemory(parameter)) {
            return memories.argument(parameter);
        }
        if (queues.knows(parameter)) {
            return queues.argument(parameter);
        }
        requireRoleIn(parameter.getDeclaringExecutable().equals(testMethod), parameter);
        if (parameter.isAnnotationPresent(Results.class)) {
            require(parameter.getType() == List.class, parameter, "with @Results must be a List");
            return role(parameter, parameter.getAnnotation(Results.class).value())
                    .results();
        }
        require(parameter.getType() == ProcessGroup.class, parameter, "with @Role must be a ProcessGroup");
        return role(parameter, parameter.getAnnotation(Role.class).value()).group();
    }

    /** Fails if a parameter asks for a role, unless it is in the right place. */
    static void requireRoleIn(boolean testMethod, Parameter parameter) {
        for (Class<? extends Annotation> each : List.of(Results.class, Role.class)) {
            require(
                    testMethod || !parameter.isAnnotationPresent(each),
                    parameter,
                    "with @" + each.getSimpleName()
                            + " must be a parameter of the test method, since roles are started after @BeforeEach");
        }
    }

    private Deferred<Object> role(Parameter parameter, String name) {
        require(
                deferred.containsKey(name),
                parameter,
                "must name one of the declared roles " + deferred.keySet() + ": '" + name + "'");
        return deferred.get(name);
    }

    private static void require(boolean condition, Parameter parameter, String rule) {
        if (!condition) {
            throw new MultiProcessConfigurationException(QueueParameter.place(parameter) + " " + rule);
        }
    }

    /**
     * Starts the declared roles, and waits for their end if the test wants to see their results.
     *
     * @return false if the test cannot begin, because a role that it waits for has failed
     */
    boolean startRoles() {
        List<ProcessGroup<Object>> groups = scope.startRoles(
                roles.stream().map(role -> role.declared(queues)).toList());
        for (int i = 0; i < groups.size(); i++) {
            deferred.get(roles.get(i).name()).started(groups.get(i));
        }
        if (wantsResults && !scope.joinAll()) {
            return false;
        }
        if (wantsResults) {
            deferred.values().forEach(Deferred::ended);
        }
        return true;
    }

    TestScope scope() {
        return scope;
    }

    TestIdentity identity() {
        return identity;
    }

    /** Notes that dynamic tests follow, after which it is over. */
    void beginsFactory() {
        factory = true;
    }

    boolean isFactory() {
        return factory;
    }

    @Override
    public void close() {
        scope.end();
    }
}
