package dev.multiprocess;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Injects what the processes of a declared role returned, as a {@code List} in the order of their numbers.
 *
 * <p>A test with such a parameter starts when every process of its declared roles has ended well; if one has not, the
 * test fails without running its method.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Results {

    /**
     * Names the role.
     *
     * @return the name of a method with {@link WriterProcess} or {@link ReaderProcess}
     */
    String value();
}
