package dev.multiprocess.memory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * How large a {@link SharedMemory} is that is a parameter of a test. It need be at only one of the parameters of one name, which
 * mean the same memory.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Bytes {

    /**
     * The size.
     *
     * @return a number of bytes, or a number and {@code k}, {@code m} or {@code g}; from 1 to 2047m
     */
    String value();
}
