package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What "Trace Event Format" of the Chromium project asks of a trace. */
class ChromeTraceTests {

    private static final Timeline TIMELINE = TimelineFixture.with("plain");

    @SuppressWarnings("unchecked")
    private static Map<String, Object> trace(Timeline timeline) {
        return (Map<String, Object>) JsonReader.read(ChromeTrace.of(timeline));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> events() {
        return (List<Map<String, Object>>) trace(TIMELINE).get("traceEvents");
    }

    private static List<Map<String, Object>> events(String phase) {
        return events().stream().filter(event -> event.get("ph").equals(phase)).toList();
    }

    private static Set<List<Object>> keys(String phase, String... names) {
        Set<List<Object>> keys = new HashSet<>();
        for (Map<String, Object> event : events(phase)) {
            List<Object> key = List.of(names).stream().map(event::get).toList();
            assertThat(key).doesNotContainNull();
            assertThat(keys.add(key)).as("only one event with " + key).isTrue();
        }
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"b\" \\c", "\0\n\u2028", "\ud83d", "</script>", "@data@"})
    void trace_isJsonWhateverTextsAre(String text) {
        assertThat(trace(TimelineFixture.with(text)))
                .containsEntry("displayTimeUnit", "ms")
                .containsEntry("otherData", Map.of("test", text, "failure", text));
    }

    @Test
    void events_haveWhatTheirPhaseAsksFor() {
        Map<Object, Set<String>> required = Map.of(
                "M", Set.of("name", "pid", "args"),
                "C", Set.of("name", "pid", "ts", "args"),
                "b", Set.of("name", "cat", "id", "pid", "tid", "ts"),
                "e", Set.of("name", "cat", "id", "pid", "tid", "ts"),
                "i", Set.of("name", "pid", "tid", "ts", "s"),
                "X", Set.of("name", "pid", "tid", "ts", "dur"),
                "s", Set.of("name", "cat", "id", "pid", "tid", "ts"),
                "f", Set.of("name", "cat", "id", "pid", "tid", "ts", "bp"));

        assertThat(events())
                .allSatisfy(event -> assertThat(event)
                        .containsKeys(required.get(event.get("ph")).toArray(String[]::new)));
        assertThat(events().stream().map(event -> event.get("ph")).collect(Collectors.toSet()))
                .isEqualTo(required.keySet());
    }

    @Test
    void asynchronousEvents_beginAndEndWithTheSameIdCategoryAndProcess() {
        assertThat(keys("b", "id", "cat", "pid", "name")).hasSize(4).isEqualTo(keys("e", "id", "cat", "pid", "name"));
        Map<Object, Double> begins = times("b");
        times("e").forEach((id, end) -> assertThat(end).isGreaterThanOrEqualTo(begins.get(id)));
    }

    @Test
    void flows_beginInASliceAndEndInALaterOne() {
        assertThat(keys("s", "id", "cat", "name")).hasSize(1).isEqualTo(keys("f", "id", "cat", "name"));
        Set<List<Object>> slices = keys("X", "pid", "tid", "ts");
        assertThat(slices).containsAll(keys("s", "pid", "tid", "ts")).containsAll(keys("f", "pid", "tid", "ts"));
        Map<Object, Double> begins = times("s");
        times("f").forEach((id, end) -> assertThat(end).isGreaterThanOrEqualTo(begins.get(id)));
    }

    @Test
    void ids_areOfOneEventOrFlowOnly() {
        Map<Object, Double> all = new HashMap<>(times("b"));
        all.putAll(times("s"));
        assertThat(all).hasSize(events("b").size() + events("s").size());
    }

    private static Map<Object, Double> times(String phase) {
        return events(phase).stream()
                .collect(Collectors.toMap(event -> event.get("id"), event -> (Double) event.get("ts")));
    }

    @Test
    void times_areMicrosecondsOfTheTest() {
        assertThat(events())
                .filteredOn(event -> !event.get("ph").equals("M"))
                .allSatisfy(
                        event -> assertThat((Double) event.get("ts")).isBetween(0., TimelineFixture.DURATION / 1_000.));
        assertThat(events("C")).extracting(event -> event.get("ts")).containsExactly(0., 700., 800.001);
    }

    @Test
    void eachProcess_hasANameAndAPlace() {
        Function<String, Set<Object>> processesWith = name -> events("M").stream()
                .filter(event -> event.get("name").equals(name))
                .map(event -> event.get("pid"))
                .collect(Collectors.toSet());
        Set<Object> processes = events().stream().map(event -> event.get("pid")).collect(Collectors.toSet());

        assertThat(processes).containsExactlyInAnyOrder(0., 3.);
        assertThat(processesWith.apply("process_name")).isEqualTo(processes);
        assertThat(processesWith.apply("process_labels")).isEqualTo(processes);
        assertThat(processesWith.apply("process_sort_index")).isEqualTo(processes);
        assertThat(events("M"))
                .extracting(event -> event.get("args"))
                .contains(Map.of("name", "test JVM"), Map.of("name", "plain"), Map.of("sort_index", 3.));
    }
}
