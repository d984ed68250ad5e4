package dev.multiprocess;

import org.apiguardian.api.API;

/**
 * An object cannot cross to another JVM: nothing of it was sent; or, for what a method of a shared object is given,
 * returns or throws, it cannot be rebuilt there.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class NotTransferableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The path from the object to the part at fault. */
    private final String path;

    /**
     * Reports an object that cannot cross.
     *
     * @param message one sentence
     * @param path from the object to the part at fault, as in {@code Order.customer.lock}; of a task from what it
     *     has captured, as in {@code order.lock}; of an object that cannot be rebuilt the name of the class at fault
     * @param cause what the serializer threw, or {@code null}
     */
    public NotTransferableException(String message, String path, Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /**
     * Returns the path from the object to the part at fault.
     *
     * @return for example {@code Order.customer.lock}
     */
    public String path() {
        return path;
    }
}
