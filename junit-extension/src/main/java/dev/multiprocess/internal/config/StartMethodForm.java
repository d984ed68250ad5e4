package dev.multiprocess.internal.config;

import dev.multiprocess.StartMethod;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The name of a start method, in any case; {@link StartMethod#INFERRED} is the absence of one and has no text. */
final class StartMethodForm implements TextForm<StartMethod> {

    private static final List<StartMethod> NAMED =
            List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER);

    @Override
    public StartMethod parse(String text) {
        String name = text.trim().toUpperCase(Locale.ROOT);
        return NAMED.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be " + NAMED.stream().map(Enum::name).collect(Collectors.joining(" or "))));
    }

    @Override
    public String write(StartMethod value) {
        return value.name();
    }
}
