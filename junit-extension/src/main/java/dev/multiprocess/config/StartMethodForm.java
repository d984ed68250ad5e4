package dev.multiprocess.config;

import dev.multiprocess.StartMethod;
import java.util.Locale;
import java.util.Set;

/** A start method by its name, in any case; written in upper case. */
final class StartMethodForm implements TextForm<StartMethod> {

    /** The start methods this version has. One that is added here is accepted everywhere. */
    private static final Set<StartMethod> AVAILABLE = Set.of(StartMethod.SPAWN);

    private static final Set<StartMethod> KNOWN = Set.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER);

    @Override
    public StartMethod parse(String text) {
        String name = text.trim().toUpperCase(Locale.ROOT);
        StartMethod method = KNOWN.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be " + available()));
        if (!AVAILABLE.contains(method)) {
            throw new IllegalArgumentException(
                    "must be " + available() + ", " + method + " comes with a later version");
        }
        return method;
    }

    @Override
    public String write(StartMethod value) {
        return value.name();
    }

    private static String available() {
        return String.join(" or ", AVAILABLE.stream().map(Enum::name).sorted().toList());
    }
}
