package dev.multiprocess;

import org.apiguardian.api.API;

/** The child that had shared an object has ended, and the object with it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class OwnerEndedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** The child's name. */
    private final String ownerName;

    /** The child's process id. */
    private final long ownerPid;

    /**
     * Reports a call that cannot be carried out.
     *
     * @param message one sentence, with how the child ended
     * @param ownerName the child's name
     * @param ownerPid its process id
     */
    public OwnerEndedException(String message, String ownerName, long ownerPid) {
        super(message);
        this.ownerName = ownerName;
        this.ownerPid = ownerPid;
    }

    /**
     * Returns which child had the object.
     *
     * @return its name
     */
    public String ownerName() {
        return ownerName;
    }

    /**
     * Returns which process had the object.
     *
     * @return its process id
     */
    public long ownerPid() {
        return ownerPid;
    }
}
