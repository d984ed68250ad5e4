package dev.multiprocess.internal.jupiter;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.internal.child.Thrown;
import dev.multiprocess.internal.scope.TestIdentity;
import dev.multiprocess.internal.scope.TestPlace;
import dev.multiprocess.internal.scope.TestRun;
import dev.multiprocess.internal.scope.TestScope;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Connects JUnit Jupiter's life cycle to a test's processes; registered by
 * {@link dev.multiprocess.MultiProcess @MultiProcess}.
 *
 * <p>Children are started by the interceptor, not when parameters are resolved, so that {@code @Timeout} covers them.
 */
public final class MultiProcessExtension
        implements AfterAllCallback,
                BeforeEachCallback,
                ParameterResolver,
                InvocationInterceptor,
                PreInterruptCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MultiProcessExtension.class);

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]$");

    /** Made by JUnit. */
    public MultiProcessExtension() {}

    // ---- life cycle of a class

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        runOfClass(invocation, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        runOfClass(invocation, context);
    }

    private static void runOfClass(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        Optional<ClassWorld> world = worldOfClass(context, context.getRequiredTestClass());
        if (world.isEmpty()) {
            invocation.proceed();
            return;
        }
        TestScope scope = world.get().scope();
        scope.setDeadline();
        Throwable failure = null;
        try {
            scope.codeBegins();
            invocation.proceed();
        } catch (Throwable e) {
            // Whatever was thrown, what has ended the class from outside is to be seen first.
            failure = e;
        }
        scope.codeEnds();
        scope.liftDeadline();
        failure = scope.insteadOf(failure);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Optional<ClassWorld> world = worldOfClass(context, context.getRequiredTestClass());
        if (world.isPresent()) {
            Throwable before = context.getExecutionException().orElse(null);
            world.get().scope().setDeadline();
            Throwable failure = world.get().scope().finish(before);
            if (failure != null && failure != before) {
                throw Thrown.unchanged(failure);
            }
        }
    }

    // ---- life cycle of a test

    @Override
    public void beforeEach(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        if (isAnnotated(method, MultiProcessTest.class) && isAnnotated(method, TestTemplate.class)) {
            throw new MultiProcessConfigurationException("test " + method.getName()
                    + " must not have both @MultiProcessTest and another test annotation, which runs it once more:"
                    + " use @MultiProcess with @RepeatedTest, @ParameterizedTest and the like");
        }
        world(context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        runPart(invocation, world(context).scope());
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, world(context));
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, world(context));
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestWorld world = world(context);
        world.finishAtClose();
        if (!world.startRoles()) {
            invocation.skip();
            throw world.scope().finish(null);
        }
        return invocation.proceed();
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext dynamicTest, ExtensionContext context)
            throws Throwable {
        runPart(invocation, world(context).scope());
    }

    /** Runs a part of a test after which the test is not over. */
    private static void runPart(Invocation<Void> invocation, TestScope scope) throws Throwable {
        scope.bodyBegins();
        try {
            invocation.proceed();
        } catch (Throwable e) {
            throw scope.insteadOf(e);
        } finally {
            scope.codeEnds();
        }
    }

    private static void run(Invocation<Void> invocation, TestWorld world) throws Throwable {
        Throwable failure = null;
        try {
            if (world.startRoles()) {
                world.scope().bodyBegins();
                invocation.proceed();
            } else {
                invocation.skip();
            }
        } catch (Throwable e) {
            // Whatever the test threw, its children are ended first and their failures accompany it.
            failure = e;
        }
        failure = world.scope().finish(failure);
        if (failure != null) {
            throw failure;
        }
    }

    /** JUnit's {@code @Timeout} is about to interrupt the test; what is thrown here, JUnit adds to its own failure. */
    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        Optional<TestScope> scope = Optional.ofNullable(
                        context.getStore(NAMESPACE).get(TestWorld.class, TestWorld.class))
                .map(TestWorld::scope)
                .or(() -> worldOfClass(context, context.getRequiredTestClass()).map(ClassWorld::scope));
        if (scope.isPresent()) {
            throw scope.get().interruptedByJupiter();
        }
    }

    // ---- parameters

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TestWorld.supports(parameter.getParameter());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable() instanceof Method) {
            Optional<Object> argument = context.getTestMethod().isPresent()
                    ? Optional.of(world(context).argument(parameter.getParameter()))
                    : newWorldOfClass(context).argument(parameter.getParameter());
            if (argument.isPresent()) {
                return argument.get();
            }
        }
        throw new ParameterResolutionException("processes and queues belong to a test or a class: "
                + QueueParameter.place(parameter.getParameter())
                + " must be a parameter of a test method, or of a method with @BeforeEach, @AfterEach, @BeforeAll or"
                + " @AfterAll");
    }

    // ---- what is kept between the calls

    private static TestWorld world(ExtensionContext context) {
        // A dynamic test finds the world of its factory, since a store asks its ancestors.
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestWorld.class, key -> newWorld(context), TestWorld.class);
    }

    private static TestWorld newWorld(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Class<?> testClass = context.getRequiredTestClass();
        TestIdentity test = new TestIdentity(testClass, TestIdentity.Kind.TEST, method.getName() + invocation(context));
        TestScope scope = begin(test, context, TestClasses.fromInside(testClass));
        scope.setDeadline();
        return new TestWorld(scope, testClass, method);
    }

    /** The key of a class's own world: a test, or a class inside another, does not take it for its own. */
    private record OfClass(Class<?> testClass) {}

    private static ClassWorld newWorldOfClass(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        List<Class<?>> around = TestClasses.fromInside(testClass);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        new OfClass(testClass),
                        key -> new ClassWorld(
                                begin(
                                        new TestIdentity(testClass, TestIdentity.Kind.CLASS, ""),
                                        context,
                                        around.subList(1, around.size())),
                                testClass),
                        ClassWorld.class);
    }

    private static Optional<ClassWorld> worldOfClass(ExtensionContext context, Class<?> testClass) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(new OfClass(testClass), ClassWorld.class));
    }

    /** Inside the scope of the first of some classes that has one. */
    private static TestScope begin(TestIdentity test, ExtensionContext context, List<Class<?>> around) {
        Settings settings = Settings.of(context);
        Optional<TestScope> outer = around.stream()
                .flatMap(testClass -> worldOfClass(context, testClass).stream())
                .map(ClassWorld::scope)
                .findFirst();
        return run(context)
                .begin(test, settings.options(), settings.customizers(), new TestPlace(outer, isConcurrent(context)));
    }

    private static boolean isConcurrent(ExtensionContext context) {
        return context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter(PARALLEL, Boolean::valueOf).orElse(false);
    }

    private static String invocation(ExtensionContext context) {
        Matcher matcher = INVOCATION.matcher(context.getUniqueId());
        return matcher.find() ? "-" + matcher.group(1) : "";
    }

    private static TestRun run(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(RunResource.class, key -> RunResource.begin(context), RunResource.class)
                .run();
    }

    /** The run of this JVM, in the store of the engine's execution. */
    private record RunResource(TestRun run) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        static RunResource begin(ExtensionContext context) {
            ParameterKeys.check(context.getRequiredTestClass().getClassLoader());
            return new RunResource(new TestRun(Settings.configured(context)));
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
