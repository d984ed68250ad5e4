package dev.multiprocess.internal.jvm;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.os.NativeText;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Environment variables of a child that a test sets, written so that the child reads them as they are. */
final class ChildEnvironment {

    private static final String DEFAULT_CHARSET = "-Dfile.encoding=";

    /** They change how the child reads all others, which only its JVM knows then. */
    private static final Set<String> OF_LOCALE = Set.of("LC_ALL", "LC_CTYPE", "LANG");

    private ChildEnvironment() {}

    /**
     * What this JVM must set.
     *
     * @param variables as the child is to see them
     * @param release of its Java; 0 if it is not known
     * @param arguments of its JVM
     * @throws MultiProcessConfigurationException if the child could not read one of them
     */
    static Map<String, String> words(Map<String, String> variables, int release, List<String> arguments) {
        if (variables.keySet().stream().anyMatch(OF_LOCALE::contains)) {
            return variables;
        }
        Charset defaultCharset = defaultCharset(arguments);
        Map<String, String> words = new HashMap<>();
        variables.forEach((name, value) ->
                words.put(word(name, name, release, defaultCharset), word(name, value, release, defaultCharset)));
        return Map.copyOf(words);
    }

    private static String word(String name, String text, int release, Charset defaultCharset) {
        return NativeText.wordFor(release, defaultCharset, text)
                .orElseThrow(
                        () -> new MultiProcessConfigurationException("an environment variable of a child must be in"
                                + " the encoding in which the child reads it, "
                                + NativeText.environmentOf(release, defaultCharset) + ": " + name));
    }

    private static Charset defaultCharset(List<String> arguments) {
        Charset found = NativeText.locale();
        for (String argument : arguments) {
            if (argument.startsWith(DEFAULT_CHARSET)) {
                found = NativeText.charset(argument.substring(DEFAULT_CHARSET.length()), NativeText.locale());
            }
        }
        return found;
    }
}
