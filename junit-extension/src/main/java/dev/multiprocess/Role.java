package dev.multiprocess;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** Injects the running processes of a declared role, as a {@link ProcessGroup}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Role {

    /**
     * Names the role.
     *
     * @return the name of a method with {@link WriterProcess} or {@link ReaderProcess}
     */
    String value();
}
