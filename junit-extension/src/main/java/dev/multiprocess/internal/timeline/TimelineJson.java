package dev.multiprocess.internal.timeline;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A timeline as the script of its page reads it. Times in milliseconds. */
final class TimelineJson {

    private static final double NANOS_IN_A_MILLISECOND = 1_000_000;

    private TimelineJson() {}

    /** All of it but the output. */
    static String of(Timeline timeline) {
        return "{\"duration\":" + millis(timeline.duration())
                + ",\"failedAt\":"
                + timeline.cause().map(cause -> millis(cause.at())).orElse("null")
                + ",\"lanes\":" + array(timeline.lanes(), TimelineJson::lane)
                + ",\"queues\":" + array(timeline.queues(), TimelineJson::queue)
                + ",\"flows\":" + array(timeline.flows(), TimelineJson::flow) + "}";
    }

    private static <T> String array(List<T> values, Function<T, String> json) {
        return values.stream().map(json).collect(Collectors.joining(",\n", "[", "]"));
    }

    private static String lane(Lane lane) {
        return "{\"process\":" + lane.process()
                + ",\"name\":" + Json.text(lane.name())
                + ",\"about\":" + Json.text(lane.about())
                + ",\"bars\":" + array(lane.bars(), TimelineJson::bar)
                + ",\"marks\":" + array(lane.marks(), TimelineJson::mark)
                + ",\"output\":" + array(lane.output(), line -> millis(line.at())) + "}";
    }

    private static String bar(Lane.Bar bar) {
        return "{\"kind\":\"" + Words.lower(bar.kind()) + "\",\"thread\":" + bar.thread()
                + ",\"threadName\":" + Json.text(bar.threadName())
                + ",\"begin\":" + millis(bar.begin())
                + ",\"end\":" + millis(bar.end())
                + ",\"open\":" + bar.open()
                + ",\"text\":" + Json.text(bar.text()) + "}";
    }

    private static String mark(Lane.Mark mark) {
        return "{\"kind\":\"" + Words.lower(mark.kind()) + "\",\"at\":" + millis(mark.at()) + ",\"text\":"
                + Json.text(mark.text()) + "}";
    }

    private static String queue(Timeline.Queue queue) {
        return "{\"name\":" + Json.text(queue.name()) + ",\"sizes\":"
                + array(queue.sizes(), size -> "[" + millis(size.at()) + "," + size.elements() + "]") + "}";
    }

    private static String flow(Timeline.Flow flow) {
        return "{\"queue\":" + Json.text(flow.queue())
                + ",\"element\":" + flow.element()
                + ",\"from\":" + flow.from()
                + ",\"put\":" + millis(flow.put())
                + ",\"to\":" + flow.to()
                + ",\"taken\":" + millis(flow.taken()) + "}";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.4f", nanos / NANOS_IN_A_MILLISECOND);
    }
}
