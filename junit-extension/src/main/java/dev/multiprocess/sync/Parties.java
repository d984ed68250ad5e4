package dev.multiprocess.sync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** How many threads must wait at a {@link ProcessBarrier} that is a parameter of a test. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Parties {

    /**
     * The parties.
     *
     * @return 1 to 32,767
     */
    int value();
}
