package dev.multiprocess;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Declares a process that takes from queues: the body of a child JVM for every test of the class.
 *
 * <p>The method must be static. Its parameters are {@link QueueReader}, {@link ProcessQueue} and the other ends of queues;
 * an end belongs to the queue of the same element type, or to the one that {@link QueueName} names. What it returns
 * reaches the test through {@link Results} or {@link Role}.
 *
 * <p>A test starts the roles of the innermost class around it that declares any. The method may have any visibility and
 * throw any exception, which then fails the test.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ReaderProcess {

    /**
     * How many child JVMs run this method.
     *
     * @return 1 to 64
     */
    int count() default 1;

    /**
     * JVM arguments for the children of this role, after those of the test.
     *
     * @return one argument in each element
     */
    String[] jvmArgs() default {};
}
