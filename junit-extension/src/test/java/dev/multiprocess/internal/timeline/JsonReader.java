package dev.multiprocess.internal.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as RFC 8259 defines it, and nothing else: into maps, lists, texts, doubles, booleans and null. */
final class JsonReader {

    private final String json;
    private int at;

    private JsonReader(String json) {
        this.json = json;
    }

    static Object read(String json) {
        JsonReader reader = new JsonReader(json);
        Object value = reader.value();
        reader.skipSpace();
        if (reader.at < json.length()) {
            throw reader.wrong("the end");
        }
        return value;
    }

    private Object value() {
        skipSpace();
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return text();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        for (boolean first = true; !isNext('}'); first = false) {
            separator(first);
            skipSpace();
            String name = text();
            if (!isNext(':')) {
                throw wrong("a colon");
            }
            if (members.put(name, value()) != null) {
                throw wrong("only one '" + name + "'");
            }
        }
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        for (boolean first = true; !isNext(']'); first = false) {
            separator(first);
            elements.add(value());
        }
        return elements;
    }

    private void separator(boolean first) {
        if (!first && !isNext(',')) {
            throw wrong("a comma");
        }
    }

    private String text() {
        if (peek() != '"') {
            throw wrong("a text");
        }
        StringBuilder text = new StringBuilder();
        for (at++; peek() != '"'; at++) {
            char c = peek();
            if (c < ' ') {
                throw wrong("no control character");
            }
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        at++;
        if (peek() == 'u') {
            at += 4;
            return (char) Integer.parseInt(json.substring(at - 3, at + 1), 16);
        }
        int which = "\"\\/bfnrt".indexOf(peek());
        if (which < 0) {
            throw wrong("an escape");
        }
        return "\"\\/\b\f\n\r\t".charAt(which);
    }

    private Object word(String word, Object meaning) {
        if (!json.startsWith(word, at)) {
            throw wrong(word);
        }
        at += word.length();
        return meaning;
    }

    private Double number() {
        int from = at;
        while (at < json.length() && "+-.0123456789eE".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        String number = json.substring(from, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw wrong("a number");
        }
        return Double.valueOf(number);
    }

    private boolean isNext(char expected) {
        skipSpace();
        boolean isNext = peek() == expected;
        at += isNext ? 1 : 0;
        return isNext;
    }

    private char peek() {
        if (at >= json.length()) {
            throw wrong("more");
        }
        return json.charAt(at);
    }

    private void skipSpace() {
        while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        int from = Math.max(0, at - 20);
        return new IllegalArgumentException("this JSON should have " + expected + " at character " + at + ": "
                + json.substring(from, Math.min(json.length(), at + 20)));
    }
}
