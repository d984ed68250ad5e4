package dev.multiprocess;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Names the queue of a parameter, so that several queues of one element type can be told apart.
 *
 * <p>Within a test all parameters with the same name mean the same queue; those without a name mean the queue of their
 * element type.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface QueueName {

    /**
     * The queue's name.
     *
     * @return not blank
     */
    String value();
}
