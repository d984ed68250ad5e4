package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.config.Option;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.api.Test;

/** The guide says of options and goals what their Javadoc says, since both parts are made from the plugin's descriptor. */
class GoalsPageTests {

    /** The descriptor with the Javadoc's markup; the one in the jar has lost it. */
    private static final Path DESCRIPTOR = Path.of("target", "plugin-enhanced.xml");

    private static final Path GUIDE = Path.of("..", "docs", "guide", "maven-plugin.md");
    /** What the plugin makes itself; no goal has a parameter for it. */
    private static final Option<?> SESSION = MultiProcessOptions.SESSION;

    private static final List<String> OPTIONS = MultiProcessOptions.all().stream()
            .filter(option -> option != SESSION)
            .map(Option::parameter)
            .toList();

    @Test
    void guide_hasTheGoalsOfTheDescriptor() throws Exception {
        check("goals", goals());
    }

    @Test
    void guide_hasTheOptionsOfTheDescriptor() throws Exception {
        check("options", options());
    }

    /** Compares a part of the page, between two comments, with what it is made from. */
    private static void check(String part, String expected) throws Exception {
        String first = "<!-- " + part + ": made from the plugin's Javadoc -->\n";
        String page = Files.readString(GUIDE);
        int start = page.indexOf(first) + first.length();
        int end = page.indexOf("<!-- end of " + part + " -->\n");
        assertThat(List.of(start - first.length(), end)).doesNotContain(-1).isSorted();

        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(GUIDE, page.substring(0, start) + expected + page.substring(end));
        } else {
            assertThat(page.substring(start, end))
                    .as(
                            "the %s in %s differ from the Javadoc; write them anew: mvn -B -q verify -Ddocs.update=true",
                            part, GUIDE)
                    .isEqualTo(expected);
        }
    }

    /** The one table that explains options; each row is the Javadoc of a parameter of every goal. */
    private static String options() throws Exception {
        Map<String, String> descriptions = editable(goal("prepare")).stream()
                .collect(Collectors.toMap(Parameter::getName, parameter -> onOneLine(parameter.getDescription())));
        return "\n| Option | Default | Meaning |\n| --- | --- | --- |\n"
                + MultiProcessOptions.all().stream()
                        .map(option -> row(option, descriptions.get(option.parameter())))
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String row(Option<?> option, String description) {
        String text = option.defaultText();
        String shown = text.isEmpty() ? "none" : text.contains(" ") ? text : "`" + text + "`";
        String meaning = description == null ? capitalized(option.description()) + "." : description;
        return "| `" + option.key() + "` | " + shown + " | " + meaning + " |\n";
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String goals() throws Exception {
        return plugin().getMojos().stream().map(GoalsPageTests::goal).collect(Collectors.joining());
    }

    private static PluginDescriptor plugin() throws Exception {
        try (Reader reader = Files.newBufferedReader(DESCRIPTOR)) {
            return new PluginDescriptorBuilder().build(reader);
        }
    }

    private static MojoDescriptor goal(String name) throws Exception {
        return plugin().getMojos().stream()
                .filter(goal -> goal.getGoal().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String goal(MojoDescriptor goal) {
        return "\n### " + goal.getFullGoalName() + "\n\n"
                + sentences(goal.getDescription()) + "\n\n"
                + calledBy(goal)
                + parameters(goal);
    }

    private static String calledBy(MojoDescriptor goal) {
        String phase = Optional.ofNullable(goal.getPhase())
                .map(bound -> "An execution without a phase runs in `" + bound + "`.\n")
                .orElse("Call it by its name.\n");
        return phase + (goal.isProjectRequired() ? "" : "It needs no project.\n");
    }

    private static String parameters(MojoDescriptor goal) {
        List<Parameter> own = editable(goal);
        if (own.isEmpty()) {
            return "It has no parameters.\n";
        }
        List<String> names = own.stream().map(Parameter::getName).toList();
        if (names.containsAll(OPTIONS)) {
            return "Its parameters are the [options](#options).\n";
        }
        return "\n| Parameter | Default | |\n| --- | --- | --- |\n"
                + own.stream().map(GoalsPageTests::row).collect(Collectors.joining());
    }

    private static List<Parameter> editable(MojoDescriptor goal) {
        return goal.getParameters() == null
                ? List.of()
                : goal.getParameters().stream().filter(Parameter::isEditable).toList();
    }

    private static String row(Parameter parameter) {
        String standard = Optional.ofNullable(parameter.getDefaultValue())
                .map(text -> "`" + text + "`")
                .orElse("");
        return "| `" + parameter.getName() + "` | " + standard + " | " + onOneLine(parameter.getDescription()) + " |\n";
    }

    private static String onOneLine(String html) {
        return markdown(html).replaceAll("\\s+", " ");
    }

    /** One on each line, as on all pages. */
    private static String sentences(String html) {
        return markdown(html)
                .replaceAll("[ \\n]+(?!\\n)", " ")
                .replaceAll("(?<=[.:]) (?=[A-Z`])", "\n")
                .replace("¶", "\n\n")
                .replaceAll(" *\n\n *", "\n\n")
                .strip();
    }

    private static String markdown(String html) {
        String text = html.replaceAll("</?code>", "`")
                .replaceAll("<br />", " ")
                .replaceAll("<p>", "¶")
                .replaceAll("</p>", "");
        assertThat(text).as("HTML that this page has no form for").doesNotContain("<");
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }

    @Test
    void everyParameter_saysWhatHoldsWhenItIsUnset() throws Exception {
        List<Parameter> ours = plugin().getMojos().stream()
                .filter(goal -> !goal.getGoal().equals("help"))
                .flatMap(goal -> editable(goal).stream())
                .toList();
        assertThat(ours)
                .isNotEmpty()
                .allSatisfy(parameter -> assertThat(parameter.getDescription()).contains("Unset, "));
    }
}
