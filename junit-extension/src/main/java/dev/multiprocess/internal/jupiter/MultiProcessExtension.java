package dev.multiprocess.internal.jupiter;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.internal.scope.TestIdentity;
import dev.multiprocess.internal.scope.TestRun;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestTemplate;
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

/**
 * Connects JUnit Jupiter's life cycle to a test's processes; registered by
 * {@link dev.multiprocess.MultiProcess @MultiProcess}.
 *
 * <p>Children are started by the interceptor, not when parameters are resolved, so that {@code @Timeout} covers them.
 */
public final class MultiProcessExtension
        implements BeforeEachCallback, ParameterResolver, InvocationInterceptor, PreInterruptCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MultiProcessExtension.class);

    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]$");

    /** Made by JUnit, before anything of the test class runs. */
    public MultiProcessExtension() {
        TestRun.rememberBuild();
    }

    // ---- life cycle

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
        TestWorld world = world(context);
        world.scope().bodyBegins();
        try {
            invocation.proceed();
        } catch (Throwable e) {
            throw world.scope().insteadOf(e);
        } finally {
            world.scope().bodyEnds();
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
        TestWorld world = context.getStore(NAMESPACE).get(TestWorld.class, TestWorld.class);
        if (world != null) {
            throw world.scope().interruptedByJupiter();
        }
    }

    // ---- parameters

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TestWorld.supports(parameter.getParameter());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Executable executable = parameter.getDeclaringExecutable();
        if (context.getTestMethod().isEmpty() || !(executable instanceof Method)) {
            throw new ParameterResolutionException("processes and queues belong to one test: "
                    + QueueParameter.place(parameter.getParameter())
                    + " must be a parameter of a test method, or of a method with @BeforeEach or @AfterEach");
        }
        return world(context).argument(parameter.getParameter());
    }

    // ---- what is kept between the calls

    private static TestWorld world(ExtensionContext context) {
        // A dynamic test finds the world of its factory, since a store asks its ancestors.
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestWorld.class, key -> newWorld(context), TestWorld.class);
    }

    private static TestWorld newWorld(ExtensionContext context) {
        Settings settings = Settings.of(context);
        Method method = context.getRequiredTestMethod();
        Class<?> testClass = context.getRequiredTestClass();
        TestIdentity test = new TestIdentity(testClass, method.getName() + invocation(context));
        return new TestWorld(run(context).begin(test, settings.options(), settings.customizers()), testClass, method);
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
