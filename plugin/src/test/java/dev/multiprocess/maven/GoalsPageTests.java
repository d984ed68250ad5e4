package dev.multiprocess.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.api.Test;

/** The guide tells of the goals what their Javadoc tells, since it is made from the plugin's descriptor. */
class GoalsPageTests {

    /** The descriptor with the Javadoc's markup; the one in the jar has lost it. */
    private static final Path DESCRIPTOR = Path.of("target", "plugin-enhanced.xml");

    private static final Path GUIDE = Path.of("..", "docs", "guide", "maven-plugin.md");
    private static final String BEGIN = "<!-- goals: made from the plugin's Javadoc -->\n";
    private static final String END = "<!-- end of goals -->\n";

    /** The goal that lists a set of parameters, by their names. */
    private final Map<List<String>, String> toldAt = new HashMap<>();

    @Test
    void guide_tellsTheGoalsAsTheDescriptorDoes() throws Exception {
        String page = Files.readString(GUIDE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(List.of(begin - BEGIN.length(), end)).doesNotContain(-1).isSorted();

        String goals = goals();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(GUIDE, page.substring(0, begin) + goals + page.substring(end));
        } else {
            assertThat(page.substring(begin, end))
                    .as(
                            "the goals in %s differ from the Javadoc; write them anew: mvn -B -q verify -Ddocs.update=true",
                            GUIDE)
                    .isEqualTo(goals);
        }
    }

    private String goals() throws Exception {
        return plugin().getMojos().stream().map(this::goal).collect(Collectors.joining());
    }

    private static PluginDescriptor plugin() throws Exception {
        try (Reader reader = Files.newBufferedReader(DESCRIPTOR)) {
            return new PluginDescriptorBuilder().build(reader);
        }
    }

    private String goal(MojoDescriptor goal) {
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

    private String parameters(MojoDescriptor goal) {
        List<Parameter> own = editable(goal);
        if (own.isEmpty()) {
            return "It has no parameters.\n";
        }
        List<String> names = own.stream().map(Parameter::getName).toList();
        String earlier = toldAt.putIfAbsent(names, goal.getFullGoalName());
        if (earlier != null) {
            return "Its parameters are those of `" + earlier + "`.\n";
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
        return "| `" + parameter.getName() + "` | " + standard + " | "
                + markdown(parameter.getDescription()).replaceAll("\\s+", " ") + " |\n";
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
