package dev.multiprocess.internal.timeline;

/** Texts of JSON that may stand in a page as well: no character of them begins a tag. */
final class Json {

    private static final int FIRST_PRINTABLE = 0x20;

    private Json() {}

    /** A text in quotes. */
    static String text(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE
                    || c == '<'
                    || c == '>'
                    || c == '&'
                    || Character.isSurrogate(c) && !isPair(text, i)
                    || c == 0x2028
                    || c == 0x2029) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** A lone half of a letter has no form in UTF-8. */
    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
