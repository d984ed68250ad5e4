package dev.multiprocess.internal.jupiter;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.internal.inventory.TestIdentity;
import dev.multiprocess.internal.scope.TestPlace;
import dev.multiprocess.internal.scope.TestRun;
import dev.multiprocess.internal.scope.TestScope;
import dev.multiprocess.internal.task.Thrown;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
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
                AfterEachCallback,
                AfterTestExecutionCallback,
                BeforeEachCallback,
                ParameterResolver,
                InvocationInterceptor,
                PreInterruptCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MultiProcessExtension.class);

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]$");
    private static final Pattern DYNAMIC = Pattern.compile("\\[dynamic-\\w+:#(\\d+)]");

    /** Made by JUnit, before anything of the test class runs. */
    public MultiProcessExtension() {
        TestRun.rememberBuild();
    }

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
        runPart(invocation, scope::codeBegins, scope::rest);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Optional<ClassWorld> world = worldOfClass(context, context.getRequiredTestClass());
        if (world.isPresent()) {
            Throwable failure = finish(world.get().scope(), context);
            Attachments.keep(world.get().scope(), failure, context);
            throwUnlessThrown(failure, context);
        }
    }

    /** Ends a scope that rests when what is inside it is over. */
    private static Throwable finish(TestScope scope, ExtensionContext context) {
        scope.setDeadline();
        return scope.finish(context.getExecutionException().orElse(null));
    }

    private static void throwUnlessThrown(Throwable failure, ExtensionContext context) {
        if (failure != null && failure != context.getExecutionException().orElse(null)) {
            throw Thrown.unchanged(failure);
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
        TestScope scope = world(context).scope();
        runPart(invocation, scope::codeBeginsInTime, scope::insteadOf);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestWorld world = world(context);
        run(invocation, world.scope(), world::startRoles);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestWorld world = world(context);
        run(invocation, world.scope(), world::startRoles);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestWorld world = world(context);
        TestScope scope = world.scope();
        if (!world.startRoles()) {
            invocation.skip();
            throw scope.finish(null);
        }
        world.beginsFactory();
        return runPart(invocation, scope::codeBeginsInTime, scope::rest);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext dynamicTest, ExtensionContext context)
            throws Throwable {
        DynamicWorld world = new DynamicWorld(beginDynamicTest(context));
        context.getStore(NAMESPACE).put(DynamicWorld.class, world);
        try {
            run(invocation, world.scope(), () -> true);
            Attachments.keep(world.scope(), null, context);
        } catch (Throwable failure) {
            Attachments.keep(world.scope(), failure, context);
            throw failure;
        }
    }

    /** The dynamic tests of a factory are over, and its {@code @AfterEach} methods come. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        TestWorld world = world(context);
        if (world.isFactory()) {
            throwUnlessThrown(finish(world.scope(), context), context);
        }
    }

    /** After the methods of the test class that follow a test. */
    @Override
    public void afterEach(ExtensionContext context) {
        Attachments.keep(world(context).scope(), context.getExecutionException().orElse(null), context);
    }

    /**
     * Runs the method of a test, after which the test is over.
     *
     * @param ready starts what must be there before; returns false if the test cannot begin
     */
    private static void run(Invocation<Void> invocation, TestScope scope, BooleanSupplier ready) throws Throwable {
        Throwable failure = null;
        try {
            if (ready.getAsBoolean()) {
                scope.codeBeginsInTime();
                invocation.proceed();
            } else {
                invocation.skip();
            }
        } catch (Throwable e) {
            // Whatever the test threw, its children are ended first and their failures accompany it.
            failure = e;
        }
        failure = scope.finish(failure);
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Runs other code of a test or a class, after which that is not over.
     *
     * @param begin notes that the code begins
     * @param end notes that it has ended, given what it has thrown or {@code null}; returns what to throw
     */
    private static <T> T runPart(Invocation<T> invocation, Runnable begin, UnaryOperator<Throwable> end)
            throws Throwable {
        T value = null;
        Throwable failure = null;
        try {
            begin.run();
            value = invocation.proceed();
        } catch (Throwable e) {
            // Whatever was thrown, what has ended the test from outside is to be seen first.
            failure = e;
        }
        failure = end.apply(failure);
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /** JUnit's {@code @Timeout} is about to interrupt the test; what is thrown here, JUnit adds to its own failure. */
    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Optional<TestScope> scope = Optional.ofNullable(store.get(DynamicWorld.class, DynamicWorld.class))
                .map(DynamicWorld::scope)
                .or(() -> Optional.ofNullable(store.get(TestWorld.class, TestWorld.class))
                        .map(TestWorld::scope))
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
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestWorld.class, key -> newWorld(context), TestWorld.class);
    }

    private static TestWorld newWorld(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Class<?> testClass = context.getRequiredTestClass();
        TestIdentity test = new TestIdentity(testClass, TestIdentity.Kind.TEST, method.getName() + invocation(context));
        TestScope scope = begin(test, context, scopeOf(TestClasses.fromInside(testClass), context));
        scope.setDeadline();
        return new TestWorld(scope, test, method);
    }

    /** Inside the scope of its factory, whose settings it has. */
    private static TestScope beginDynamicTest(ExtensionContext context) {
        ExtensionContext factory = context;
        while (factory.getTestMethod().isEmpty()) {
            factory = factory.getParent().orElseThrow();
        }
        TestWorld world = world(factory);
        String number = DYNAMIC.matcher(context.getUniqueId())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining("-"));
        TestScope scope = begin(world.identity().dynamicTest(number), factory, Optional.of(world.scope()));
        scope.setDeadline();
        return scope;
    }

    /** A dynamic test that runs, in the store of that, so that JUnit ends it whatever happens. */
    private record DynamicWorld(TestScope scope) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            scope.end();
        }
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
                                        scopeOf(around.subList(1, around.size()), context)),
                                testClass),
                        ClassWorld.class);
    }

    private static Optional<ClassWorld> worldOfClass(ExtensionContext context, Class<?> testClass) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(new OfClass(testClass), ClassWorld.class));
    }

    /** The scope of the first of some classes that has one. */
    private static Optional<TestScope> scopeOf(List<Class<?>> classes, ExtensionContext context) {
        return classes.stream()
                .flatMap(testClass -> worldOfClass(context, testClass).stream())
                .map(ClassWorld::scope)
                .findFirst();
    }

    private static TestScope begin(TestIdentity test, ExtensionContext context, Optional<TestScope> outer) {
        Settings settings = Settings.of(context);
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
        // JUnit keeps the function as long as the run: it must not keep a test.
        ExtensionContext root = context.getRoot();
        ClassLoader loader = context.getRequiredTestClass().getClassLoader();
        return root.getStore(NAMESPACE)
                .getOrComputeIfAbsent(RunResource.class, key -> RunResource.begin(root, loader), RunResource.class)
                .run();
    }

    /** The run of this JVM, in the store of the engine's execution. */
    private record RunResource(TestRun run) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        static RunResource begin(ExtensionContext root, ClassLoader loader) {
            ParameterKeys.check(loader);
            return new RunResource(new TestRun(Settings.configured(root)));
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
