package dev.multiprocess.internal.launch;

import java.util.ArrayList;
import java.util.List;

/** The text of a failure: one sentence, then facts on aligned lines, then advice where there is any. */
final class Facts {

    private static final int WIDTH = 13;

    private final List<String> lines = new ArrayList<>();

    Facts(String sentence) {
        lines.add(sentence);
    }

    Facts add(String key, Object value) {
        String[] values = String.valueOf(value).stripTrailing().split("\n");
        lines.add(String.format("  %-" + WIDTH + "s: %s", key, values[0]));
        for (int i = 1; i < values.length; i++) {
            lines.add(" ".repeat(WIDTH + 4) + values[i]);
        }
        return this;
    }

    Facts add(String key, List<String> values) {
        return values.isEmpty() ? this : add(key, String.join("\n", values));
    }

    Facts advise(String sentence) {
        lines.add(sentence);
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
