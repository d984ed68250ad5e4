package dev.multiprocess;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/**
 * A test that starts child JVMs, linked by queues: {@code @Test} and {@link MultiProcess} in one.
 *
 * <p>Declared roles ({@link WriterProcess}, {@link ReaderProcess}) of the test's class are started before the method's
 * first line. Every child is joined when the method returns; one that failed fails the test with its own exception.
 *
 * <p>Must not be combined with {@code @RepeatedTest}, {@code @ParameterizedTest} or another test annotation, which would
 * run the method once more: use {@link MultiProcess} there.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Test
@MultiProcess
public @interface MultiProcessTest {

    /**
     * How child JVMs are started.
     *
     * @return the start method; {@link StartMethod#INFERRED} leaves the choice to the configuration
     * @see MultiProcess#startMethod()
     */
    StartMethod startMethod() default StartMethod.INFERRED;

    /**
     * The longest time from the start of the test's {@code @BeforeEach} methods to the end of its last child.
     *
     * @return a number and a unit, as in {@code "20s"}; empty leaves the choice to the configuration
     * @see MultiProcess#timeout()
     */
    String timeout() default "";

    /**
     * The longest time from the start of a child's process to the start of its task.
     *
     * @return a number and a unit, as in {@code "10s"}; empty leaves the choice to the configuration
     * @see MultiProcess#startTimeout()
     */
    String startTimeout() default "";

    /**
     * How long a child that was asked to stop, or whose task has returned, may take to end before it is killed.
     *
     * @return a number and a unit, as in {@code "5s"}; empty leaves the choice to the configuration
     * @see MultiProcess#stopGrace()
     */
    String stopGrace() default "";

    /**
     * JVM arguments for every child of the test.
     *
     * @return one argument in each element
     * @see MultiProcess#jvmArgs()
     */
    String[] jvmArgs() default {};

    /**
     * Customizers of the serialization between the test JVM and its children.
     *
     * @return classes with a constructor without parameters
     * @see MultiProcess#serialization()
     */
    Class<? extends SerializationCustomizer>[] serialization() default {};
}
