package dev.multiprocess.internal.child;

import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The entry point of a child JVM: finds its job in the test JVM's private directory, runs it on the main thread, and
 * reports over its link how it ended.
 *
 * <p>Two arguments: the private directory, and the child's number. One more names the FIFOs that the link goes over.
 * Two more say that the job will come over the link, and not soon, so that there is time to get warm; and which class
 * it will probably need.
 *
 * <p>Ends in exactly one of these ways:
 *
 * <table>
 *   <caption>Ends of a child</caption>
 *   <tr><th>end</th><th>what happened</th><th>exit code</th></tr>
 *   <tr><td>finished</td><td>the task returned; RESULT was sent</td><td>0</td></tr>
 *   <tr><td>failed</td><td>the task threw, or could not be read; FAILURE was sent</td><td>1</td></tr>
 *   <tr><td>exited</td><td>code called {@code System.exit}; EXITING was sent</td><td>the caller's</td></tr>
 *   <tr><td>stopped</td><td>the test JVM sent STOP</td><td>0</td></tr>
 *   <tr><td>lost</td><td>the link ended: the test JVM is gone</td><td>{@value Departure#LOST}</td></tr>
 *   <tr><td>killed, halted, crashed</td><td>nothing could be sent: only the test JVM can tell</td><td>its own</td></tr>
 * </table>
 *
 * <p>After the task has returned the JVM lives until its last non-daemon thread ends, as any JVM does. If there are such
 * threads, a call of {@code System.exit} by one of them is reported as well.
 */
public final class ChildMain {

    /** The third argument of a JVM that is started before its task is known. */
    public static final String WAIT = "wait";

    private ChildMain() {}

    /**
     * Runs the child.
     *
     * @param args the private directory and the child's number; the name of two FIFOs, if there are some for its link;
     *     or {@value #WAIT} and the name of a class for one that is started in advance
     * @throws IOException if there is no job for this child
     */
    public static void main(String[] args) throws IOException {
        boolean waits = args.length == 4 && args[2].equals(WAIT);
        if (!waits && args.length != 2 && args.length != 3) {
            throw new IllegalArgumentException("a child needs the test JVM's directory and its own number; it is"
                    + " started by a test, not by hand");
        }
        PrivateDirectory directory = new PrivateDirectory(Path.of(args[0]));
        int child = Integer.parseInt(args[1]);
        Lifeline lifeline = new Lifeline(directory);
        TestJvm testJvm = args.length == 3
                ? LinkOverFifos.open(directory, args[2], child, lifeline)
                : LinkOverSocket.begin(directory, child, lifeline);
        lifeline.reportExits(testJvm);
        if (waits) {
            warmUp(directory, child, args[3], testJvm, lifeline);
        }
        Job job = waits ? awaitJob(testJvm.link()) : readJob(directory.jobFile(child), lifeline);
        boolean returned = new TaskRun(child, job, testJvm, lifeline).run();
        lifeline.taskEnded(returned);
        if (!returned) {
            System.exit(Departure.FAILED);
        }
    }

    private static Job readJob(Path file, Lifeline lifeline) throws IOException {
        try {
            return new JobFile(file).take();
        } catch (IOException e) {
            lifeline.haltIfOrphaned();
            throw e;
        }
    }

    private static void load(String className) {
        try {
            Class.forName(className, false, ChildMain.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // The task fails on it, if it needs the class at all.
        }
    }

    private static Job awaitJob(LinkClient link) {
        link.ready();
        return link.awaitJob();
    }

    private static void warmUp(
            PrivateDirectory directory, int child, String soonNeeded, TestJvm testJvm, Lifeline lifeline)
            throws IOException {
        load(soonNeeded);
        PrivateDirectory own = directory.inner(child);
        WarmUp.ofQueue(own);
        PrivateDirectory.deleteFolder(own.path());
        new TaskRun(child, WarmUp.job(), testJvm, lifeline).warmUp();
    }
}
