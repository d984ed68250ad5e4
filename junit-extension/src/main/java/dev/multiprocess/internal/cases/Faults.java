package dev.multiprocess.internal.cases;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.internal.record.Operation;

/** Which operations a fault concerns, and what the operating system says then. */
final class Faults {

    /** Of Linux: input/output error. */
    private static final int EIO = 5;

    /** Of Linux: no space left on device. */
    private static final int ENOSPC = 28;

    private Faults() {}

    /**
     * Returns whether an operation can fail so.
     *
     * @param makes whether it gives a name to something new
     */
    static boolean concerns(IoFault fault, Operation operation, boolean makes) {
        if (fault.equals(IoFault.noSpace())) {
            return operation instanceof Operation.Write || makes && !(operation instanceof Operation.Rename);
        }
        return fault.equals(IoFault.failedWrite())
                ? operation instanceof Operation.Write
                : operation instanceof Operation.Force || operation instanceof Operation.ForceMap;
    }

    static int errno(IoFault fault) {
        return fault.equals(IoFault.noSpace()) ? ENOSPC : EIO;
    }
}
