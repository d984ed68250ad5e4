package dev.multiprocess.internal.child;

import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.queue.RemoteQueues;
import dev.multiprocess.internal.serial.Serializer;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The entry point of a child JVM: pulls one job over the link, runs it on the main thread, reports how it ended.
 *
 * <p>Two arguments: the test JVM's private directory, and the child's number. Everything else comes over the link. Two
 * more say that the job will be long in coming, so that there is time to get warm, and which class it will probably need.
 *
 * <p>Ends in exactly one of these ways:
 *
 * <table>
 *   <caption>Ends of a child</caption>
 *   <tr><th>end</th><th>what happened</th><th>exit code</th></tr>
 *   <tr><td>finished</td><td>the task returned; RESULT was sent</td><td>0</td></tr>
 *   <tr><td>failed</td><td>the task threw, or could not be read; FAILURE was sent</td><td>1</td></tr>
 *   <tr><td>exited</td><td>somebody called {@code System.exit}; EXITING was sent</td><td>the caller's</td></tr>
 *   <tr><td>stopped</td><td>the test JVM sent STOP</td><td>0</td></tr>
 *   <tr><td>lost</td><td>the link ended: the test JVM is gone</td><td>{@value #LOST}</td></tr>
 *   <tr><td>killed, halted, crashed</td><td>nothing could be sent: only the test JVM can tell</td><td>its own</td></tr>
 * </table>
 *
 * <p>After the task has returned the JVM lives until its last non-daemon thread ends, as any JVM does.
 */
public final class ChildMain {

    /** The third argument of a JVM that is started before its task is known. */
    public static final String WAIT = "wait";

    /** Exit code of a child whose task threw. */
    private static final int FAILED = 1;

    /** Exit code of a child that lost the test JVM. */
    static final int LOST = 3;

    /** A job may be as large as any array. */
    private static final int JOB_LIMIT = Integer.MAX_VALUE - 64;

    private ChildMain() {}

    /**
     * Runs the child.
     *
     * @param args the private directory and the child's number; {@value #WAIT} and the name of a class for one that is
     *     started in advance
     * @throws IOException if the test JVM cannot be reached
     */
    public static void main(String[] args) throws IOException {
        boolean waits = args.length == 4 && args[2].equals(WAIT);
        if (args.length != 2 && !waits) {
            throw new IllegalArgumentException("a child needs the test JVM's directory and its own number; it is"
                    + " started by a test, not by hand");
        }
        HeadStart.take();
        PrivateDirectory directory = new PrivateDirectory(Path.of(args[0]));
        int child = Integer.parseInt(args[1]);
        ConnectionLoop loop = new ConnectionLoop("multiprocess-link");
        Dialer dialer = new Dialer(directory, directory.secret());
        Lifeline lifeline = new Lifeline(directory);
        LinkClient link;
        try {
            link = LinkClient.open(dialer, loop, child, JOB_LIMIT, lifeline);
        } catch (IOException e) {
            lifeline.haltIfOrphaned();
            throw e;
        }
        lifeline.reportExits(link, loop);
        if (waits) {
            lifeline.expect(args[3]);
            rehearse(child, link, loop, dialer, lifeline);
            link.ready();
        }
        Job job = link.awaitJob();
        boolean returned = run(child, job, link, loop, dialer, lifeline);
        lifeline.taskEnded();
        if (!returned) {
            System.exit(FAILED);
        }
    }

    /** Does what is done for a task, with one of our own and without a word to the test JVM. */
    private static void rehearse(int child, LinkClient link, ConnectionLoop loop, Dialer dialer, Lifeline lifeline) {
        Job job = Rehearsal.job();
        RemoteHandles handles = new RemoteHandles(link);
        Serializer serializer =
                handles.connect(job, new RemoteQueues(child, dialer, loop, Set.of(), handles, job.frameLimit()));
        Rehearsal.ofLambdas(serializer);
        try {
            serializer.write(run((ProcessTask<?>) serializer.read(job.task()), lifeline), "result");
        } catch (Exception e) {
            throw new IllegalStateException("a task that does nothing cannot fail", e);
        }
    }

    private static void inherit(Job job, Serializer serializer, LinkClient link) {
        if (job.inherited().length > 0) {
            InheritedState state = (InheritedState) serializer.read(job.inherited());
            for (String left : state.restore(ChildMain.class.getClassLoader())) {
                link.note(left);
            }
        }
    }

    private static boolean run(
            int child, Job job, LinkClient link, ConnectionLoop loop, Dialer dialer, Lifeline lifeline) {
        Failure failure = new Failure(job, link);
        try {
            RemoteHandles handles = new RemoteHandles(link);
            RemoteQueues queues =
                    new RemoteQueues(child, dialer, loop, Set.copyOf(job.handedOver()), handles, job.frameLimit());
            Serializer serializer = handles.connect(job, queues);
            inherit(job, serializer, link);
            ProcessTask<?> task = (ProcessTask<?>) serializer.read(job.task());
            link.started();
            Object result = run(task, lifeline);
            link.returned(serializer.write(result, "result of child '" + job.childName() + "'"));
            return true;
        } catch (NotTransferableException e) {
            failure.report(e);
        } catch (Throwable e) {
            // Everything, errors included: what ends the task is the test's to see, not this JVM's.
            failure.report(e);
        }
        return false;
    }

    private static Object run(ProcessTask<?> task, Lifeline lifeline) throws Exception {
        lifeline.enterTask();
        try {
            return task.run();
        } finally {
            lifeline.leaveTask();
        }
    }
}
