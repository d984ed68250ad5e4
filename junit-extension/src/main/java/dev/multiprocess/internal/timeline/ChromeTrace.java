package dev.multiprocess.internal.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A timeline in the JSON format of Chrome's trace viewer, which Perfetto reads: see "Trace Event Format" of the Chromium
 * project. Processes are its processes; what a process does and what its threads wait for are asynchronous events, since
 * they may overlap.
 */
final class ChromeTrace {

    private static final double NANOS_IN_A_MICROSECOND = 1_000;
    private static final String SHORT = "\"dur\":0.5";

    private final Timeline timeline;
    private final List<String> events = new ArrayList<>();
    private int lastId;

    private ChromeTrace(Timeline timeline) {
        this.timeline = timeline;
    }

    /** All of it, as one text. */
    static String of(Timeline timeline) {
        return new ChromeTrace(timeline).text();
    }

    private String text() {
        for (Lane lane : timeline.lanes()) {
            add(lane);
        }
        for (Timeline.Queue queue : timeline.queues()) {
            for (Timeline.Size size : queue.sizes()) {
                String elements = "\"args\":{\"elements\":" + size.elements() + "}";
                event("C", "queue " + queue.name(), "queue", 0, 0, size.at(), elements);
            }
        }
        timeline.flows().forEach(this::add);
        return "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"test\":" + Json.text(timeline.test())
                + timeline.failure()
                        .map(failure -> ",\"failure\":" + Json.text(failure))
                        .orElse("")
                + "},\"traceEvents\":[\n" + String.join(",\n", events) + "\n]}\n";
    }

    private void add(Lane lane) {
        metadata("process_name", lane, "\"name\":" + Json.text(lane.name()));
        metadata("process_labels", lane, "\"labels\":" + Json.text(lane.about()));
        metadata("process_sort_index", lane, "\"sort_index\":" + lane.process());
        for (Lane.Bar bar : lane.bars()) {
            String id = "\"id\":" + ++lastId + ",\"args\":{\"over\":" + !bar.open()
                    + (bar.threadName().isEmpty() ? "" : ",\"thread\":" + Json.text(bar.threadName())) + "}";
            String category = Words.lower(bar.kind());
            event("b", bar.text(), category, lane.process(), bar.thread(), bar.begin(), id);
            event("e", bar.text(), category, lane.process(), bar.thread(), bar.end(), "\"id\":" + lastId);
        }
        for (Lane.Mark mark : lane.marks()) {
            event("i", mark.text(), "mark", lane.process(), lane.process(), mark.at(), "\"s\":\"p\"");
        }
    }

    /** An arrow begins and ends at a slice of its own. */
    private void add(Timeline.Flow flow) {
        String name = "element " + flow.element() + " of " + flow.queue();
        String id = "\"id\":" + ++lastId;
        event("X", "put " + name, "element", flow.from(), flow.from(), flow.put(), SHORT);
        event("s", name, "element", flow.from(), flow.from(), flow.put(), id);
        event("X", "take " + name, "element", flow.to(), flow.to(), flow.taken(), SHORT);
        event("f", name, "element", flow.to(), flow.to(), flow.taken(), "\"bp\":\"e\"," + id);
    }

    private void metadata(String name, Lane lane, String argument) {
        events.add(
                "{\"ph\":\"M\",\"name\":\"" + name + "\",\"pid\":" + lane.process() + ",\"args\":{" + argument + "}}");
    }

    private void event(String phase, String name, String category, int process, long thread, long nanos, String more) {
        events.add("{\"ph\":\"" + phase + "\",\"name\":" + Json.text(name) + ",\"cat\":\"" + category + "\",\"pid\":"
                + process
                + ",\"tid\":" + thread + ",\"ts\":" + String.format(Locale.ROOT, "%.3f", nanos / NANOS_IN_A_MICROSECOND)
                + "," + more + "}");
    }
}
