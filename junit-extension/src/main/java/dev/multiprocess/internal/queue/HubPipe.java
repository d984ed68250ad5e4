package dev.multiprocess.internal.queue;

import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.ProtocolException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The test JVM's end of one child's pipe to one queue; guarded by the queue's lock.
 *
 * <p>Turns frames into requests. Keeps the elements that were sent to the child and that it has not given yet: the first
 * ones of a batch are promised to threads that wait for them, the others can be taken back.
 */
final class HubPipe implements FrameHandler {

    private static final System.Logger LOG = System.getLogger(HubPipe.class.getName());
    private static final int LARGEST_BATCH = 1024;

    /** A put needs no answer while fewer bytes than this are on their way. */
    private static final long CREDIT_WINDOW = 4L << 20;

    final int child;
    final Participant participant;

    private final HubQueue queue;
    private final Connection connection;
    private final LeaseCells cells;
    private final int cell;
    private final long window;
    private final ArrayDeque<Element> held = new ArrayDeque<>();

    /** The number of the first element in {@link #held}. */
    private int settled;

    /** Elements below this number stay with the child even when others ask for them. */
    private int promised;

    private int batch = 1;
    private boolean reads;
    private boolean callBack;
    private boolean closeSeen;
    private long owed;

    HubPipe(HubQueue queue, Connection connection, LeaseCells cells, int child, String childName) {
        this.queue = queue;
        this.connection = connection;
        this.cells = cells;
        this.child = child;
        // Room in a bounded queue is granted element by element.
        window = queue.capacity == Integer.MAX_VALUE ? Math.min(CREDIT_WINDOW, queue.byteBudget / 4) : 0;
        participant = queue.participant(child, childName);
        cell = cells.reserve();
    }

    void open() {
        ByteBuffer facts = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Integer.BYTES)
                .putInt(queue.capacity)
                .putLong(window)
                .putInt(cell)
                .flip();
        connection.send(PipeProtocol.OPENED, facts, PipeProtocol.text(queue.name));
        closeSeen = queue.isClosed();
        if (closeSeen) {
            // It is told before it can put, so nothing of it is on its way.
            connection.send(PipeProtocol.CLOSED);
        }
    }

    // ---- what the child says

    @Override
    public void onFrame(int type, ByteBuffer body) throws ProtocolException {
        switch (type) {
            case PipeProtocol.PUT -> put(new Element(PipeProtocol.bytes(body)));
            case PipeProtocol.OFFER -> offer(body.getInt(), body.get() == 0, new Element(PipeProtocol.bytes(body)));
            case PipeProtocol.TAKE -> take(body.getInt(), body.get() == 0, body.get() != 0);
            case PipeProtocol.HURRY -> hurryTaker();
            case PipeProtocol.RETURN -> queue.takeBack(this, true);
            case PipeProtocol.GIVEN -> {
                // Only wakes the queue up, which then looks into the cell.
            }
            case PipeProtocol.CANCEL -> hurryPutter(body.getInt());
            case PipeProtocol.ASK -> ask(body.getInt(), body.get(), body.getLong());
            case PipeProtocol.CLOSE_SEEN -> closeSeen = true;
            default -> throw new ProtocolException("frame type " + type + " is not known on a pipe");
        }
    }

    private void put(Element element) throws ProtocolException {
        owed += element.cost();
        if (owed > window) {
            throw new ProtocolException("a PUT must not exceed the credit of " + window + " bytes");
        }
        queue.accept(participant, element);
    }

    private void offer(int call, boolean hurried, Element element) {
        queue.ask(new RemotePutter(call, element, hurried));
    }

    private void take(int threads, boolean hurried, boolean seesEnd) throws ProtocolException {
        if (threads < 1) {
            throw new ProtocolException("a TAKE must be for at least one thread: threads=" + threads);
        }
        reads = true;
        queue.ask(new RemoteTaker(threads, hurried, seesEnd));
    }

    private void hurryTaker() {
        queue.hurry(this);
    }

    private void hurryPutter(int call) {
        queue.hurry(this, call);
    }

    private void ask(int call, byte question, long argument) throws ProtocolException {
        PipeProtocol.Question[] questions = PipeProtocol.Question.values();
        if (question < 0 || question >= questions.length) {
            throw new ProtocolException("question " + question + " is not known on a pipe");
        }
        queue.ask(() -> answer(call, reply(questions[question], argument)));
    }

    private ByteBuffer reply(PipeProtocol.Question question, long argument) {
        return switch (question) {
            case SIZE -> ByteBuffer.allocate(Integer.BYTES).putInt(queue.size()).flip();
            case PAGE -> PipeProtocol.encode(queue.page(argument));
            case REMOVE -> ByteBuffer.wrap(new byte[] {(byte) (queue.remove(argument) ? 1 : 0)});
            case STATISTICS -> Statistics.encode(queue.statistics());
            case CLOSE -> {
                queue.close();
                yield ByteBuffer.allocate(0);
            }
            case OPEN_WRITER -> {
                queue.openWriter(participant);
                yield ByteBuffer.allocate(0);
            }
            case CLOSE_WRITER -> {
                queue.closeWriter(participant);
                yield ByteBuffer.allocate(0);
            }
            case WITHDRAW_WRITER -> {
                queue.withdrawWriter(participant);
                yield ByteBuffer.allocate(0);
            }
        };
    }

    private void answer(int call, ByteBuffer reply) {
        connection.send(PipeProtocol.ANSWER, call(call), reply);
    }

    private static ByteBuffer call(int call) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(call).flip();
    }

    @Override
    public void onBatchEnd() {
        queue.advance();
    }

    @Override
    public void onClosed(String reason, boolean clean) {
        if (!clean) {
            LOG.log(Level.WARNING, "the pipe of {0} to queue ''{1}'' {2}", participant.name, queue.name, reason);
        }
        queue.gone(this);
        cells.release(cell);
    }

    // ---- what the queue says

    boolean owns(Putter putter) {
        return putter instanceof RemotePutter remote && remote.pipe() == this;
    }

    boolean owns(Taker taker) {
        return taker instanceof RemoteTaker remote && remote.pipe() == this;
    }

    boolean isCall(Putter putter, int call) {
        return putter instanceof RemotePutter remote && remote.pipe() == this && remote.call == call;
    }

    boolean reads() {
        return reads;
    }

    /** Reads what has arrived; false if nothing had. */
    boolean read() {
        return connection.pump();
    }

    /** Reads to the end what a process that has ended had sent. */
    void drainAndClose() {
        while (connection.pump()) {
            // Each round hands over what it found.
        }
        connection.close();
    }

    void tellClosed() {
        connection.send(PipeProtocol.CLOSED);
    }

    boolean hasSeenClose() {
        return closeSeen;
    }

    void grantCredit(boolean withinBudget) {
        if (withinBudget && owed > 0 && owed >= window / 2) {
            connection.send(
                    PipeProtocol.CREDIT,
                    ByteBuffer.allocate(Long.BYTES).putLong(owed).flip());
            owed = 0;
        }
    }

    void callBack(boolean wanted) {
        boolean needed = wanted && !held.isEmpty();
        if (needed != callBack) {
            callBack = needed;
            cells.callBack(cell, needed);
        }
    }

    // ---- elements the child holds

    boolean holdsInAdvance() {
        return !held.isEmpty();
    }

    List<Element> held() {
        return List.copyOf(held);
    }

    /** Forgets the elements that the child has given, and tells them. */
    List<Element> settle() {
        if (held.isEmpty()) {
            return List.of();
        }
        int count = cells.given(cell) - settled;
        if (count <= 0) {
            return List.of();
        }
        List<Element> given = new ArrayList<>(count);
        for (int i = 0; i < count && !held.isEmpty(); i++) {
            given.add(held.removeFirst());
        }
        settled += given.size();
        return given;
    }

    /** Takes away from the child what it has not given, or of that only what no thread of it waits for. */
    List<Element> revoke(boolean all) {
        if (held.isEmpty()) {
            return List.of();
        }
        int limit = cells.revoke(cell, all ? settled : promised);
        int kept = limit - settled;
        List<Element> back = new ArrayList<>();
        while (held.size() > kept) {
            back.add(0, held.removeLast());
        }
        batch = 1;
        return back;
    }

    private void send(int threads) {
        int most = queue.isOnlyReader(this) ? Math.max(batch, threads) : threads;
        batch = Math.min(batch * 2, LARGEST_BATCH);
        List<ByteBuffer> parts = new ArrayList<>();
        long size = 0;
        int count = 0;
        while (count < most && size < PipeProtocol.BATCH_BYTES && queue.hasReady()) {
            Element element = queue.lend();
            held.addLast(element);
            parts.add(call(element.bytes.length));
            parts.add(ByteBuffer.wrap(element.bytes));
            size += element.cost();
            count++;
        }
        int start = settled + held.size() - count;
        promised = start + Math.min(threads, count);
        cells.extend(cell, start + count);
        connection.send(PipeProtocol.BATCH, parts.toArray(ByteBuffer[]::new));
    }

    /** A child's put that waits. */
    private final class RemotePutter extends Putter {

        private final int call;

        RemotePutter(int call, Element element, boolean hurried) {
            super(participant, element, hurried);
            this.call = call;
        }

        HubPipe pipe() {
            return HubPipe.this;
        }

        @Override
        int child() {
            return child;
        }

        @Override
        void accepted() {
            connection.send(PipeProtocol.ACCEPTED, call(call));
        }

        @Override
        void refused(boolean closed) {
            connection.send(PipeProtocol.REFUSED, call(call), ByteBuffer.wrap(new byte[] {(byte) (closed ? 1 : 0)}));
        }
    }

    /** Threads of a child that wait to take. */
    private final class RemoteTaker extends Taker {

        private final int threads;

        RemoteTaker(int threads, boolean hurried, boolean seesEnd) {
            super(hurried, seesEnd);
            this.threads = threads;
        }

        HubPipe pipe() {
            return HubPipe.this;
        }

        @Override
        int child() {
            return child;
        }

        @Override
        void serve(HubQueue from) {
            send(threads);
        }

        @Override
        void nothing(Taken.Outcome outcome, List<String> writers) {
            connection.send(
                    PipeProtocol.NOTHING,
                    ByteBuffer.wrap(new byte[] {(byte) outcome.ordinal()}),
                    PipeProtocol.text(String.join("\n", writers)));
        }
    }
}
