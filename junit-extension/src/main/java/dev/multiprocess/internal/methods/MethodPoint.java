package dev.multiprocess.internal.methods;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint at the beginning or end of methods. Immutable.
 *
 * @param type the binary name of the class, as in {@code com.acme.Outer$Inner}
 * @param method the name of the methods
 * @param parameters the beginning of a descriptor, as in {@code ([BI)}; empty for all methods of that name
 * @param text what names the methods, as it was given
 * @param atExit whether it is at their end
 */
public record MethodPoint(String type, String method, String parameters, String text, boolean atExit) {

    private static final String EXIT = " exit";

    private static final String IDENTIFIER = "[^\\s.;\\[\\]/<>:()#,]+";
    private static final String NAME = IDENTIFIER + "(?:\\." + IDENTIFIER + ")*";

    private static final Pattern FORM =
            Pattern.compile("(" + NAME + ")#(" + IDENTIFIER + "|<init>|<clinit>)(?:\\((.*)\\))?");

    /** As the source has it, {@code byte[]}. */
    private static final Pattern PARAMETER = Pattern.compile("(" + NAME + ")((?:\\[])*)");

    /** As {@code Class.getName} has it, {@code [B}. */
    private static final Pattern ARRAY = Pattern.compile("\\[+(?:[ZBCSIJFD]|L" + NAME + ";)");

    private static final Map<String, String> PRIMITIVES = Map.of(
            "boolean", "Z", "byte", "B", "char", "C", "short", "S", "int", "I", "long", "J", "float", "F", "double",
            "D");

    /**
     * Understands what a test has given.
     *
     * @param text as in {@code com.acme.Wal#append} or {@code com.acme.Wal#append(byte[],int)}
     * @param atExit whether the point is at the end
     * @return of a class that may not exist
     * @throws IllegalArgumentException if the text has another form, or names a constructor
     */
    public static MethodPoint of(String text, boolean atExit) {
        Objects.requireNonNull(text, "the method of a checkpoint must not be null");
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a checkpoint must be at a method as in 'com.acme.Wal#append' or"
                    + " 'com.acme.Wal#append(byte[],int)': method='" + text + "'");
        }
        if (form.group(2).startsWith("<")) {
            throw new IllegalArgumentException(
                    "a checkpoint cannot be at a constructor or static initializer, only at a method: method='" + text
                            + "'");
        }
        String parameters = form.group(3) == null ? "" : descriptor(form.group(3), text);
        return new MethodPoint(form.group(1), form.group(2), parameters, text, atExit);
    }

    /** Understands the name of one. */
    static MethodPoint named(String name) {
        return name.endsWith(EXIT) ? of(name.substring(0, name.length() - EXIT.length()), true) : of(name, false);
    }

    private static String descriptor(String parameters, String text) {
        StringBuilder descriptor = new StringBuilder("(");
        if (!parameters.isBlank()) {
            for (String parameter : parameters.split(",", -1)) {
                descriptor.append(descriptorOf(parameter.strip(), text));
            }
        }
        return descriptor.append(')').toString();
    }

    private static String descriptorOf(String parameter, String text) {
        if (ARRAY.matcher(parameter).matches()) {
            return parameter.replace('.', '/');
        }
        Matcher form = PARAMETER.matcher(parameter);
        if (!form.matches()) {
            throw new IllegalArgumentException("a parameter of a method must be a type as in 'int', 'byte[]' or"
                    + " 'java.lang.String': parameter='" + parameter + "' of method='" + text + "'");
        }
        String type = form.group(1);
        String component = PRIMITIVES.getOrDefault(type, "L" + type.replace('.', '/') + ";");
        return "[".repeat(form.group(2).length() / 2) + component;
    }

    /**
     * Returns the name of the checkpoint.
     *
     * @return the text, and a word more if it is at the end
     */
    public String name() {
        return atExit ? text + EXIT : text;
    }

    /** Whether it is at a method with code. */
    boolean isAt(String name, String descriptor) {
        return name.equals(method) && descriptor.startsWith(parameters);
    }
}
