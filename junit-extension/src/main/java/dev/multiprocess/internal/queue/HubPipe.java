package dev.multiprocess.internal.queue;

import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.ProtocolException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** The test JVM's end of one child's pipe to one queue; guarded by the queue's lock. */
final class HubPipe implements FrameHandler {

    private static final System.Logger LOG = System.getLogger(HubPipe.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final int child;

    private final HubQueue queue;
    private final Connection connection;
    private final Participant participant;
    private final int number;

    HubPipe(HubQueue queue, Connection connection, int child, String childName) {
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

    /** Reads to the end what a process that has ended had sent. */
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
        PipeProtocol.Question[] questions = PipeProtocol.Question.values();
        if (question < 0 || question >= questions.length) {
            throw new ProtocolException("question " + question + " is not known on a pipe");
        }
        answer(call, reply(questions[question], argument));
    }

    private ByteBuffer reply(PipeProtocol.Question question, long argument) {
        return switch (question) {
            case RECYCLE -> done(queue::recycle);
            case BROKEN_BY -> PipeProtocol.text(String.join("\n", queue.brokenBy()));
            case REMOVE -> flag(queue.remove(argument));
            case CLOSE -> done(queue::close);
            case STATISTICS -> Statistics.encode(queue.statistics());
            case OPEN_WRITER -> done(() -> queue.openWriter(participant));
            case CLOSE_WRITER -> done(() -> queue.closeWriter(participant));
            case WITHDRAW_WRITER -> done(() -> queue.withdrawWriter(participant));
            case TASKS_DONE -> flag(queue.tasksDone(participant, argument));
            case TASKS -> PipeProtocol.tasks(queue.tasks());
            case WRITER_NAME -> PipeProtocol.text(queue.writerName(argument));
        };
    }

    private static ByteBuffer done(Runnable action) {
        action.run();
        return NOTHING.duplicate();
    }

    private static ByteBuffer flag(boolean value) {
        return ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)});
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
