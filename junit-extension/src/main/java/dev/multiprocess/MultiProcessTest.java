package dev.multiprocess;

import dev.multiprocess.internal.jupiter.MultiProcessExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that starts child JVMs, linked by queues: {@code @Test} and {@link MultiProcess} in one.
 *
 * <p>Declared roles ({@link WriterProcess}, {@link ReaderProcess}) of the test's class are started before the method's
 * first line. Every child is joined when the method returns; one that failed fails the test with its own exception.
 *
 * <p>A class whose {@code @BeforeAll} or {@code @AfterAll} methods have parameters of this library must have
 * {@link MultiProcess} itself, since JUnit runs those before it looks at test methods.
 *
 * <p>Must not be combined with {@code @RepeatedTest}, {@code @ParameterizedTest} or another test annotation, which would
 * run the method once more: use {@link MultiProcess} there.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Test
@ExtendWith(MultiProcessExtension.class)
public @interface MultiProcessTest {

    /**
     * How child JVMs are started: {@link MultiProcess#startMethod()}.
     *
     * @return the start method; {@link StartMethod#INFERRED} leaves the choice to the configuration
     */
    StartMethod startMethod() default StartMethod.INFERRED;

    /**
     * The longest time of the test and its children: {@link MultiProcess#timeout()}.
     *
     * @return a number and a unit, as in {@code "20s"}; empty leaves the choice to the configuration
     */
    String timeout() default "";

    /**
     * The longest start of a child: {@link MultiProcess#startTimeout()}.
     *
     * @return a number and a unit, as in {@code "10s"}; empty leaves the choice to the configuration
     */
    String startTimeout() default "";

    /**
     * The longest end of a child before it is killed: {@link MultiProcess#stopGrace()}.
     *
     * @return a number and a unit, as in {@code "5s"}; empty leaves the choice to the configuration
     */
    String stopGrace() default "";

    /**
     * JVM arguments for every child of the test: {@link MultiProcess#jvmArgs()}.
     *
     * @return one argument in each element
     */
    String[] jvmArgs() default {};

    /**
     * Customizers of the serialization: {@link MultiProcess#serialization()}.
     *
     * @return classes with a constructor without parameters
     */
    Class<? extends SerializationCustomizer>[] serialization() default {};
}
