package dev.multiprocess.internal.hub;

import dev.multiprocess.internal.queue.PipeProtocol;
import dev.multiprocess.internal.queue.Question;
import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.ProtocolException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** The test JVM's end of one child's pipe to one queue; guarded by the queue's lock. */
public final class HubPipe implements FrameHandler {

    private static final System.Logger LOG = System.getLogger(HubPipe.class.getName());

    final int child;

    private final HubQueue queue;
    private final Connection connection;
    private final Participant participant;
    private final int number;

    public HubPipe(HubQueue queue, Connection connection, int child, String childName) {
        this.queue = queue;
        this.connection = connection;
        this.child = child;
        participant = queue.participant(child, childName);
        number = queue.join(participant);
    }

    void open() {
        connection.send(PipeProtocol.OPENED, PipeProtocol.address(queue.address(number)));
    }

    void wake() {
        connection.send(PipeProtocol.WAKE);
    }

    /** Reads all that a process had sent before it ended. */
    void drainAndClose() {
        connection.drain();
        connection.close();
    }

    void close() {
        connection.close();
    }

    @Override
    public boolean isKnown(int type) {
        return type >= PipeProtocol.WAKE_ALL && type <= PipeProtocol.ASK;
    }

    @Override
    public void onFrame(int type, ByteBuffer body) throws ProtocolException {
        switch (type) {
            case PipeProtocol.WAKE_ALL -> queue.wakeAll();
            case PipeProtocol.ASK -> ask(body.getInt(), body.get(), body.getLong());
            default -> throw new ProtocolException("frame type " + type + " is not known on a pipe");
        }
    }

    private void ask(int call, byte question, long argument) throws ProtocolException {
        Question[] questions = Question.values();
        if (question < 0 || question >= questions.length) {
            throw new ProtocolException("question " + question + " is not known on a pipe");
        }
        answer(call, queue.answer(participant, questions[question], argument));
    }

    private void answer(int call, ByteBuffer reply) {
        connection.send(
                PipeProtocol.ANSWER,
                ByteBuffer.allocate(Integer.BYTES).putInt(call).flip(),
                reply);
    }

    @Override
    public void onClosed(String reason, boolean clean) {
        if (!clean) {
            LOG.log(Level.WARNING, "the pipe of {0} to queue ''{1}'' {2}", participant.name, queue.name, reason);
        }
        queue.remove(this);
    }
}
