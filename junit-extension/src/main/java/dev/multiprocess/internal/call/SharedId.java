package dev.multiprocess.internal.call;

import java.util.Optional;

/**
 * Names an object that one process shares with others.
 *
 * @param owner the number of the child that has the object; 0 for the test JVM
 * @param number different for each object of that process
 * @param type the name of the interface by which others use it
 */
public record SharedId(int owner, int number, String type) {

    /** What the ids of handles of shared objects begin with. */
    public static final String KIND = "shared";

    private static final int PARTS = 4;

    /** Finds the object that a handle stands for; empty if it stands for something else. */
    public static Optional<SharedId> of(String handleId) {
        String[] parts = handleId.split(":", PARTS);
        return parts[0].equals(KIND)
                ? Optional.of(new SharedId(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]))
                : Optional.empty();
    }

    /** The id of the handle. */
    public String handleId() {
        return KIND + ":" + owner + ":" + number + ":" + type;
    }

    /** The type's name without its package. */
    public String simpleType() {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }
}
