package dev.multiprocess.pool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** How many workers a {@link ProcessPool} has that is a parameter of a test; without it, one for each processor. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Workers {

    /**
     * The most workers.
     *
     * @return 1 to 64
     */
    int value();
}
