package dev.multiprocess;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One change of a child's class path.
 *
 * @param kind what is done
 * @param texts absolute entries, or one pattern of file names for {@link Kind#REMOVE}
 */
record ClassPathChange(Kind kind, List<String> texts) {

    /** What is done, under the name that the option has. */
    enum Kind {
        REPLACE("classPath"),
        PREPEND("prependClassPath"),
        APPEND("appendClassPath"),
        REMOVE("withoutFromClassPath");

        private final String option;

        Kind(String option) {
            this.option = option;
        }
    }

    static ClassPathChange of(Kind kind, Path... entries) {
        return new ClassPathChange(
                kind,
                Arrays.stream(OptionRules.notNull(kind.option, entries))
                        .map(entry -> OptionRules.classPathEntry(kind.option, entry))
                        .map(entry -> entry.toAbsolutePath().toString())
                        .toList());
    }

    static ClassPathChange remove(String pattern) {
        OptionRules.notNull(Kind.REMOVE.option, pattern);
        return new ClassPathChange(Kind.REMOVE, List.of(pattern));
    }

    /** Makes the change. */
    void applyTo(List<String> entries) {
        switch (kind) {
            case REPLACE -> {
                entries.clear();
                entries.addAll(existing());
            }
            case PREPEND -> entries.addAll(0, existing());
            case APPEND -> entries.addAll(existing());
            case REMOVE -> removeFrom(entries);
        }
    }

    private List<String> existing() {
        for (String entry : texts) {
            if (!Files.exists(Path.of(entry))) {
                throw new MultiProcessConfigurationException(
                        kind.option + " must name files or directories that exist: " + kind.option + "=" + entry);
            }
        }
        return texts;
    }

    private void removeFrom(List<String> entries) {
        String pattern = texts.get(0);
        Pattern wanted = Pattern.compile(
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        List<String> names = entries.stream().map(ClassPathChange::fileName).toList();
        if (!entries.removeIf(entry -> wanted.matcher(fileName(entry)).matches())) {
            throw new MultiProcessConfigurationException(kind.option + " must match an entry of the class path: "
                    + kind.option + "=" + pattern + ", entries=" + names);
        }
    }

    private static String fileName(String entry) {
        return String.valueOf(Path.of(entry).getFileName());
    }
}
