package dev.multiprocess.sync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** How many permits a {@link ProcessSemaphore} has that is a parameter of a test. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Permits {

    /**
     * The permits that can be acquired at first.
     *
     * @return 0 to 262,143; at least 1 if the permits are owned
     */
    int value();

    /**
     * Whether a permit belongs to the process that has acquired it: only that process can release it, and its death does.
     *
     * @return false for permits that any process may release
     */
    boolean owned() default true;

    /**
     * The most permits there can be, of a semaphore whose permits are not owned.
     *
     * @return at least the value; a release above it throws
     */
    int bound() default 262_143;
}
