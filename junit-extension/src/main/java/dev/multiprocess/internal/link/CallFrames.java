package dev.multiprocess.internal.link;

import dev.multiprocess.internal.call.CallLine;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The frames of calls, alike in both directions but for their types. */
final class CallFrames implements CallLine.Wire {

    private final int call;
    private final int reply;
    private final int cancel;
    private final int interrupt;
    private final Send send;

    /** Sends a frame. */
    @FunctionalInterface
    interface Send {

        void frame(int type, ByteBuffer... parts);
    }

    CallFrames(int call, int reply, int cancel, int interrupt, Send send) {
        this.call = call;
        this.reply = reply;
        this.cancel = cancel;
        this.interrupt = interrupt;
        this.send = send;
    }

    @Override
    public void call(int number, CallRequest request) {
        byte[] id = request.handleId().getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(4 * Integer.BYTES + id.length)
                .putInt(number)
                .putInt(request.caller())
                .putInt(request.number())
                .putInt(id.length)
                .put(id)
                .flip();
        send.frame(call, head, ByteBuffer.wrap(request.invocation()));
    }

    @Override
    public void reply(int number, Reply answer) {
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + 1)
                .putInt(number)
                .put((byte) (answer.thrown() ? 1 : 0))
                .flip();
        send.frame(reply, head, ByteBuffer.wrap(answer.bytes()));
    }

    @Override
    public void cancel(int number) {
        send.frame(cancel, LinkProtocol.number(number));
    }

    @Override
    public void interrupt(int number) {
        send.frame(interrupt, LinkProtocol.number(number));
    }

    /** Hands a frame to the line that it belongs to. */
    static void receive(ByteBuffer body, boolean isCall, CallLine line) throws ProtocolException {
        int number = body.getInt();
        if (isCall) {
            int caller = body.getInt();
            int call = body.getInt();
            int length = body.getInt();
            if (length < 0 || length > body.remaining()) {
                throw new ProtocolException("the id of a handle cannot have " + length + " bytes");
            }
            byte[] id = new byte[length];
            body.get(id);
            line.called(
                    number,
                    new CallRequest(caller, call, new String(id, StandardCharsets.UTF_8), LinkProtocol.bytes(body)));
        } else {
            boolean thrown = body.get() != 0;
            line.replied(number, new Reply(thrown, LinkProtocol.bytes(body)));
        }
    }
}
