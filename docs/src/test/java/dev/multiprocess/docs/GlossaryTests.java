package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The glossary has the words of which the names of the public API and of the architecture page are made. */
class GlossaryTests {

    private static final Page GLOSSARY = new Page(Path.of("glossary.md"));
    private static final Page ARCHITECTURE = new Page(Path.of("architecture.md"));
    private static final Path API = Path.of("..", "junit-extension", "src", "main", "java", "dev", "multiprocess");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]+");
    private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

    /** Words of Java, JUnit, Maven and English, with no meaning of their own here. */
    private static final Set<String> ORDINARY = Set.of((
            // of Java, its tools and libraries
            "class path exception main name option thread executor service socket fifo put take junit jupiter kryo maven target"
                    + " dev multi multiprocess internal protocol descriptor state status spec server os"
                    // of the start methods, which the guide explains
                    + " fork spawn"
                    // of modules and packages
                    + " docs it plugin extension config configuration serial serialization file classfile diagnose"
                    + " architecture text rule"
                    // of English
                    + " after all before change chosen closed direct ended failed failure first in interrupted life not over"
                    + " starting unreadable")
            .split(" "));

    @Test
    void wordOfAName_isExplained() throws IOException {
        Set<String> unknown = new TreeSet<>(namesOfTheApi());
        unknown.addAll(namesOfTheArchitecture());
        unknown.removeAll(explained());
        unknown.removeAll(ORDINARY);

        assertThat(unknown)
                .as("words that are neither in the glossary nor ordinary")
                .isEmpty();
    }

    @Test
    void ordinaryWord_isUsedAndNotExplained() throws IOException {
        Set<String> used = new TreeSet<>(namesOfTheApi());
        used.addAll(namesOfTheArchitecture());

        assertThat(used).containsAll(ORDINARY);
        assertThat(explained()).doesNotContainAnyElementsOf(ORDINARY);
    }

    private static Set<String> explained() throws IOException {
        return ROW.matcher(Files.readString(GLOSSARY.file()))
                .results()
                .flatMap(row -> words(row.group(1)))
                .collect(Collectors.toSet());
    }

    private static Set<String> namesOfTheApi() throws IOException {
        try (Stream<Path> files = Files.list(API)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
                    .flatMap(file -> words(file.substring(0, file.indexOf('.'))))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> namesOfTheArchitecture() throws IOException {
        String prose = Files.readString(ARCHITECTURE.file()).replaceAll("(?s)```.*?```", "");
        return CODE.matcher(prose)
                .results()
                .flatMap(code -> words(code.group(1)))
                .collect(Collectors.toSet());
    }

    private static Stream<String> words(String text) {
        return NAME.matcher(text)
                .results()
                .flatMap(name -> WORD.matcher(name.group()).results())
                .map(MatchResult::group)
                .map(GlossaryTests::singular);
    }

    private static String singular(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.endsWith("sses")) {
            return lower.substring(0, lower.length() - 2);
        }
        boolean plural = lower.length() > 3 && lower.endsWith("s") && !lower.endsWith("ss") && !lower.endsWith("us");
        return plural && !lower.equals("docs") && !lower.equals("statistics")
                ? lower.substring(0, lower.length() - 1)
                : lower;
    }
}
