package dev.multiprocess.internal.config;

import dev.multiprocess.MultiProcessConfigurationException;
import java.util.function.Supplier;

/**
 * One option: its key, its default and what it means. All of them are in {@link MultiProcessOptions#all()}.
 *
 * @param <T> the kind of value
 */
public final class Option<T> {

    private final String key;
    private final String defaultText;
    private final String description;
    private final TextForm<T> form;
    private final Supplier<T> defaultValue;

    /** An option whose default is written in the form of its values. */
    Option(String key, String defaultText, String description, TextForm<T> form) {
        this(key, defaultText, description, form, () -> form.parse(defaultText));
    }

    /** An option whose default depends on where the JVM runs; the default's text is for people. */
    Option(String key, String defaultText, String description, TextForm<T> form, Supplier<T> defaultValue) {
        this.key = key;
        this.defaultText = defaultText;
        this.description = description;
        this.form = form;
        this.defaultValue = defaultValue;
    }

    /**
     * Returns the key.
     *
     * @return it begins with {@link MultiProcessOptions#PREFIX}
     */
    public String key() {
        return key;
    }

    /**
     * Returns the name of the Maven plugin's parameter.
     *
     * @return the key without {@link MultiProcessOptions#PREFIX}
     */
    public String parameter() {
        return key.substring(MultiProcessOptions.PREFIX.length());
    }

    /**
     * Returns the default.
     *
     * @return as a guide shows it; empty for none
     */
    public String defaultText() {
        return defaultText;
    }

    /**
     * Returns what the option means.
     *
     * @return one line, without a period
     */
    public String description() {
        return description;
    }

    T defaultValue() {
        return defaultValue.get();
    }

    T parse(String text, String source) {
        try {
            return form.parse(text);
        } catch (IllegalArgumentException rule) {
            throw new MultiProcessConfigurationException(
                    key + " " + rule.getMessage() + ": '" + text + "' (" + source + ")", rule);
        }
    }

    String write(Object value) {
        @SuppressWarnings("unchecked") // a value is kept under the option that parsed it
        T own = (T) value;
        return form.write(own);
    }

    @Override
    public String toString() {
        return key;
    }
}
