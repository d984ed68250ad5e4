package dev.multiprocess.internal.child;

import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.serial.Serializer;
import java.util.List;

/** Sends what a task threw; whatever it is, something arrives. */
final class Failure {

    private final Job job;
    private final LinkClient link;

    Failure(Job job, LinkClient link) {
        this.job = job;
        this.link = link;
    }

    void report(Throwable failure) {
        // Without handles and customizers: what has failed may be one of them.
        Serializer plain = new Serializer(List.of(), id -> null, Failure.class.getClassLoader(), job.frameLimit());
        link.threw(plain.write(failure, "exception of child '" + job.childName() + "'"));
    }
}
