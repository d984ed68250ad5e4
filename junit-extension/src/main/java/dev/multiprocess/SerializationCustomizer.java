package dev.multiprocess;

import com.esotericsoftware.kryo.kryo5.Kryo;
import org.apiguardian.api.API;

/**
 * Adds serializers of your own to what carries elements, tasks and results between the test JVM and its children.
 *
 * <p>Found by {@link java.util.ServiceLoader} in the test JVM and in every child, or named by
 * {@link MultiProcess#serialization()}. Must do the same on both sides: what is registered is registered in the same
 * order. The class needs a constructor without parameters.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface SerializationCustomizer {

    /**
     * Adds to the configuration of one serializer instance; called for each, from any thread.
     *
     * @param kryo configured by this library, references and unregistered classes allowed; never kept
     */
    void customize(Kryo kryo);
}
