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
 * element type. Two parameters of type {@link ProcessQueue} in one method that have one element type and no names are two
 * queues, as are two writers or two readers; a writer and a reader are the ends of one. Where a class declares roles,
 * such parameters must have names.
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
