package dev.multiprocess;

import dev.multiprocess.internal.jupiter.MultiProcessExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test, or every test of a class, child JVMs and queues between them.
 *
 * <p>Composes with {@code @Test}, {@code @RepeatedTest}, {@code @ParameterizedTest}, {@code @TestFactory} and
 * {@code @Nested}. Each invocation has processes and queues of its own, which are gone when it ends. So has each dynamic
 * test of a factory: the factory's {@link Processes}, used on the thread of a dynamic test, starts for that test. The
 * queues and roles of the factory, and what it starts itself, live until its last dynamic test is over. In the simple
 * case use {@link MultiProcessTest}.
 *
 * <p>On a class it also gives {@code @BeforeAll} and {@code @AfterAll} methods processes and queues, which belong to the
 * class: they live until the last {@code @AfterAll} method has run, and every test can use them. A child of the class that
 * fails, fails each test that runs when it ends; if none does, the class.
 *
 * <p>On a class the settings apply to its test methods and nested classes; a setting on a method is more specific than
 * one on its class. What neither sets comes from the JUnit configuration parameter of the same name
 * ({@code multiprocess.timeout}, …), which the Maven plugin writes, and finally from the default.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(MultiProcessExtension.class)
public @interface MultiProcess {

    /**
     * How child JVMs are started.
     *
     * @return the start method; {@link StartMethod#INFERRED} leaves the choice to the configuration
     */
    StartMethod startMethod() default StartMethod.INFERRED;

    /**
     * The longest time from the start of the test's {@code @BeforeEach} methods to the end of its last child.
     *
     * <p>Each {@code @BeforeAll} and {@code @AfterAll} method of a class with processes or queues of its own has the same
     * time, and so have the children that are joined at the end of the class; in between they have no deadline. A factory
     * has it until its method has returned, each of its dynamic tests has it, and then the factory's children.
     *
     * <p>At this deadline every child is asked for its threads, then all are ended and the test fails with what each was
     * doing.
     *
     * @return a number and a unit, as in {@code "20s"}, {@code "500 ms"} or {@code "2m"}; empty leaves the choice to the
     *     configuration
     */
    String timeout() default "";

    /**
     * The longest time from the start of a child's process to the start of its task.
     *
     * <p>A child whose task has not started by then is asked for its threads and killed, and the test fails with what it
     * was doing.
     *
     * @return a number and a unit, as in {@code "10s"}; empty leaves the choice to the configuration
     */
    String startTimeout() default "";

    /**
     * How long a child that was asked to stop, or whose task has returned, may take to end before it is killed.
     *
     * @return a number and a unit, as in {@code "5s"}; empty leaves the choice to the configuration
     */
    String stopGrace() default "";

    /**
     * JVM arguments for every child of the test, after those it takes over from the test JVM and the configuration.
     *
     * @return one argument in each element, as in {@code "-Xmx64m"}
     */
    String[] jvmArgs() default {};

    /**
     * Customizers of the serialization between the test JVM and its children, applied on both sides in this order,
     * after those that {@link java.util.ServiceLoader} finds.
     *
     * @return classes with a constructor without parameters
     */
    Class<? extends SerializationCustomizer>[] serialization() default {};
}
