package dev.multiprocess.internal.start;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what is a child's own in place of what stands for it in options. Not thread-safe. */
public final class OwnTexts implements UnaryOperator<String> {

    private static final Pattern PLACE = Pattern.compile("\\{(name|index|directory)}");

    private final String name;
    private final int index;
    private final Path directory;
    private boolean nameDirectory;

    /** Of one child. */
    public OwnTexts(String name, int index, Path directory) {
        this.name = name;
        this.index = index;
        this.directory = directory;
    }

    @Override
    public String apply(String text) {
        // All at once: a name of the one kind may be in a path.
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(own(place)));
    }

    /** The same for several texts. */
    public List<String> all(List<String> texts) {
        return texts.stream().map(this).toList();
    }

    private String own(MatchResult place) {
        return switch (place.group(1)) {
            case "name" -> name;
            case "index" -> Integer.toString(index);
            default -> {
                nameDirectory = true;
                yield directory.toString();
            }
        };
    }

    /** Whether some text so far has named the directory, which must exist then. */
    public boolean nameDirectory() {
        return nameDirectory;
    }
}
