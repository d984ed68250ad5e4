package dev.multiprocess;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Bounds the queue of a parameter: a {@code put} into a full queue waits.
 *
 * <p>It need be at only one of a queue's parameters. Without it a queue is bounded by its byte budget alone.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Capacity {

    /**
     * The largest number of elements in the queue.
     *
     * @return at least 1
     */
    int value();
}
