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
 * @param options how it is started
 */
public record StartRequest<R>(String name, ProcessTask<R> task, ProcessOptions options) {

    private static final int LARGEST_GROUP = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public StartRequest {
        Objects.requireNonNull(name, "the name of a child must not be null");
        if (!NAME.matcher(name).matches()) {
            throw new MultiProcessConfigurationException(
                    "the name of a child must be 1 to 64 letters, digits, dashes and underscores: name='" + name + "'");
        }
    }

    /**
     * Asks for a child.
     *
     * @param name of the child
     * @param task what it runs
     * @param options in which {@code {name}} and {@code {index}} stand for what differs between members of a group
     * @param index its number in its group, from 0
     */
    public static <R> StartRequest<R> of(String name, ProcessTask<R> task, ProcessOptions options, int index) {
        StartRequest<R> request = new StartRequest<>(name, task, options);
        return new StartRequest<>(name, task, options.forChild(request.name, index));
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
