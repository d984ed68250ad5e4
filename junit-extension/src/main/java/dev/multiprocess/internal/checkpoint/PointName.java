package dev.multiprocess.internal.checkpoint;

import dev.multiprocess.Checkpoints;
import java.util.Objects;

/** The rules for the names of checkpoints. */
public final class PointName {

    private static final int SHOWN = 40;

    private PointName() {}

    /**
     * Fails if a text cannot name a point.
     *
     * @return the name
     */
    public static String required(String name) {
        requireNonNull(name);
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a checkpoint must not be blank: name='" + name + "'");
        }
        if (name.length() > Checkpoints.LONGEST_NAME) {
            throw new IllegalArgumentException("the name of a checkpoint must have at most " + Checkpoints.LONGEST_NAME
                    + " characters: '" + name.substring(0, SHOWN) + "...' has " + name.length());
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name of a checkpoint must have no control characters: '"
                    + name.replaceAll("\\p{Cntrl}", "?") + "'");
        }
        return name;
    }

    static String requireNonNull(String name) {
        return Objects.requireNonNull(name, "the name of a checkpoint must not be null");
    }
}
