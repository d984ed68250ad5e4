package dev.multiprocess.internal.start;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessTask;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A child to be started.
 *
 * @param <R> what its task returns
 * @param name letters, digits, dashes and underscores, at most 64
 * @param task what it runs
 * @param options how it is started; in them {@code {name}} and the like stand for what differs between children
 * @param index its number in its group, from 0
 */
public record StartRequest<R>(String name, ProcessTask<R> task, ProcessOptions options, int index) {

    /** The most children that are started at once. */
    public static final int LARGEST_GROUP = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public StartRequest {
        requireName(name);
    }

    /** Fails unless a child can have the name. */
    public static void requireName(String name) {
        Objects.requireNonNull(name, "the name of a child must not be null");
        if (!NAME.matcher(name).matches()) {
            throw new MultiProcessConfigurationException(
                    "the name of a child must be 1 to 64 letters, digits, dashes and underscores: name='" + name + "'");
        }
    }

    public static String groupName(String name) {
        if (Objects.requireNonNull(name, "the name of a group must not be null").isEmpty()) {
            throw new MultiProcessConfigurationException("the name of a group must not be empty: name=''");
        }
        return name;
    }

    public static void requireSize(String group, int count) {
        if (count < 1 || count > LARGEST_GROUP) {
            throw new MultiProcessConfigurationException(
                    "the size of group '" + group + "' must be between 1 and " + LARGEST_GROUP + ": count=" + count);
        }
    }
}
