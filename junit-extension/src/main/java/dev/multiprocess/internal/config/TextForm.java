package dev.multiprocess.internal.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The text form of one kind of value: what {@link #write} returns, {@link #parse} reads as an equal value.
 *
 * @param <T> the kind of value
 */
interface TextForm<T> {

    /**
     * Read a value.
     *
     * @throws IllegalArgumentException if the text is not allowed; the message is the rule, beginning with "must"
     */
    T parse(String text);

    /** Write a value. */
    String write(T value);

    /** The form made of two functions. */
    static <T> TextForm<T> of(Function<String, T> parse, Function<T, String> write) {
        return new TextForm<>() {
            @Override
            public T parse(String text) {
                return parse.apply(text);
            }

            @Override
            public String write(T value) {
                return write.apply(value);
            }
        };
    }

    /** One of a few words, in any case; written in lower case. */
    static <T> TextForm<T> word(List<T> allowed) {
        return of(
                text -> allowed.stream()
                        .filter(value -> lowerCase(value).equals(text.trim().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be "
                                + allowed.stream().map(TextForm::lowerCase).collect(Collectors.joining(" or ")))),
                TextForm::lowerCase);
    }

    private static String lowerCase(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
