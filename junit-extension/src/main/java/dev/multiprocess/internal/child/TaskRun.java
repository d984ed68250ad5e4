package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.checkpoint.MethodPasses;
import dev.multiprocess.internal.checkpoint.MethodPoints;
import dev.multiprocess.internal.events.Events;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.methods.PointAgent;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.task.DirectTask;
import java.util.ArrayList;
import java.util.List;

/** Reads a job's task, runs it, and reports to the test JVM how that went. */
final class TaskRun {

    private final int child;
    private final Job job;
    private final TestJvm testJvm;
    private final Lifeline lifeline;
    private final RemoteHandles handles;
    private final List<MethodPoints> atMethods = new ArrayList<>();

    TaskRun(int child, Job job, TestJvm testJvm, Lifeline lifeline) {
        this.child = child;
        this.job = job;
        this.testJvm = testJvm;
        this.lifeline = lifeline;
        handles = new RemoteHandles(child, job, testJvm, lifeline.systemCalls());
    }

    /**
     * Runs the task, once it is read and there is a link.
     *
     * @return false if it threw, or could not be read
     */
    boolean run() {
        try {
            handles.prepare();
            ObjectCodec serializer = handles.get();
            ThisChild.begin(job, handles);
            if (!job.log().isEmpty()) {
                Events.ofChild(child, new LogOfTest(job.log()));
            }
            lifeline.carryOutBy(handles);
            List<String> left = inherit(serializer);
            ProcessTask<?> task = read(serializer);
            LinkClient link = testJvm.link();
            link.awaitBegin();
            for (String note : left) {
                link.note(note);
            }
            link.started();
            passMethods();
            Object result = run(task);
            link.returned(serializer.write(result, "result of child '" + job.childName() + "'"));
            return true;
        } catch (Throwable e) {
            // Everything, errors included: what ends the task is the test's to see, not this JVM's.
            threw(e);
            return false;
        }
    }

    /** Does the same with a task of our own and without a word to the test JVM. */
    void warmUp() {
        handles.queues();
        ObjectCodec serializer = handles.get();
        try {
            serializer.write(run(read(serializer)), "result");
        } catch (Exception e) {
            throw new IllegalStateException("a task that does nothing cannot fail", e);
        }
    }

    private List<String> inherit(ObjectCodec serializer) {
        List<String> left = new ArrayList<>();
        for (byte[] part : job.inherited()) {
            Object read = serializer.read(part);
            if (read instanceof MethodPoints points) {
                atMethods.add(points);
            } else {
                left.addAll(((InheritedState) read).restore(TaskRun.class.getClassLoader()));
            }
        }
        return left;
    }

    private void passMethods() {
        if (!atMethods.isEmpty()) {
            PointAgent.begin(new MethodPasses(atMethods));
        }
    }

    private ProcessTask<?> read(ObjectCodec serializer) {
        return (ProcessTask<?>) serializer.read(job.task(), DirectTask.OF_LAMBDA);
    }

    private Object run(ProcessTask<?> task) throws Exception {
        lifeline.enterTask();
        try {
            return task.call();
        } finally {
            lifeline.leaveTask();
            handles.taskReturned();
        }
    }

    /** Sends something, whatever was thrown. */
    private void threw(Throwable failure) {
        // Without handles and customizers: what has failed may be one of them.
        ObjectCodec plain = new ObjectCodec(List.of(), id -> null, TaskRun.class.getClassLoader(), job.frameLimit());
        testJvm.link().threw(plain.writeThrown(failure, "exception of child '" + job.childName() + "'"));
    }
}
