package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A queue as the threads of the test JVM see it: the same requests as from a child, without a pipe. */
final class LocalPort implements QueuePort {

    private final HubQueue queue;
    private final ReentrantLock lock;

    LocalPort(HubQueue queue) {
        this.queue = queue;
        lock = queue.lock;
    }

    @Override
    public int id() {
        return queue.id;
    }

    @Override
    public String name() {
        return queue.name;
    }

    @Override
    public int capacity() {
        return queue.capacity;
    }

    @Override
    public boolean put(byte[] bytes, long nanos) throws InterruptedException {
        LocalPutter putter = new LocalPutter(new Element(bytes), nanos <= 0);
        lock.lock();
        try {
            queue.requireUsable();
            queue.ask(putter);
            queue.advance();
            await(putter, nanos, Wait.Kind.PUT);
        } finally {
            queue.forget(putter);
            lock.unlock();
        }
        if (putter.outcome == Taken.Outcome.CLOSED) {
            throw closed();
        }
        return putter.outcome == Taken.Outcome.ELEMENT;
    }

    @Override
    public Taken take(long nanos, boolean seesEnd) throws InterruptedException {
        LocalTaker taker = new LocalTaker(nanos <= 0, seesEnd);
        lock.lock();
        try {
            queue.requireUsable();
            queue.ask(taker);
            queue.advance();
            await(taker, nanos, Wait.Kind.TAKE);
        } finally {
            queue.forget(taker);
            lock.unlock();
        }
        return taker.taken;
    }

    private void await(Answerable request, long nanos, Wait.Kind kind) throws InterruptedException {
        if (request.isAnswered() || nanos <= 0) {
            await(request, nanos);
            return;
        }
        Waiting waiting = Waiting.begin(kind, queue.id, nanos != Long.MAX_VALUE, () -> isPending(request));
        try {
            await(request, nanos);
        } finally {
            waiting.end();
        }
    }

    private boolean isPending(Answerable request) {
        lock.lock();
        try {
            return !request.isAnswered();
        } finally {
            lock.unlock();
        }
    }

    private void await(Answerable request, long nanos) throws InterruptedException {
        long left = nanos;
        while (!request.isAnswered()) {
            queue.requireWaitable();
            if (left <= 0) {
                request.hurry();
                queue.advance();
            } else if (nanos == Long.MAX_VALUE) {
                queue.localChange.await();
            } else {
                left = queue.localChange.awaitNanos(left);
            }
        }
    }

    private QueueClosedException closed() {
        return new QueueClosedException("queue '" + queue.name + "' is closed", queue.name);
    }

    @Override
    public int size() {
        return ask(queue::size);
    }

    @Override
    public List<Element> page(long after) {
        return ask(() -> queue.page(after));
    }

    @Override
    public boolean remove(long sequence) {
        return ask(() -> queue.remove(sequence));
    }

    @Override
    public QueueStatistics statistics() {
        return ask(queue::statistics);
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return queue.isClosed();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            queue.close();
            queue.advance();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void openWriter() {
        ask(() -> {
            queue.openWriter(queue.testJvm());
            return true;
        });
    }

    @Override
    public void closeWriter() {
        ask(() -> {
            queue.closeWriter(queue.testJvm());
            return true;
        });
    }

    @Override
    public void withdrawWriter() {
        ask(() -> {
            queue.withdrawWriter(queue.testJvm());
            return true;
        });
    }

    /** Asks after everything that had arrived was read, so that the answer is exact. */
    private <T> T ask(Supplier<T> question) {
        Question<T> asked = new Question<>(question);
        lock.lock();
        try {
            queue.requireUsable();
            queue.ask(asked);
            queue.advance();
        } finally {
            lock.unlock();
        }
        return asked.answer;
    }

    private static final class Question<T> implements Runnable {

        private final Supplier<T> question;
        private T answer;

        Question(Supplier<T> question) {
            this.question = question;
        }

        @Override
        public void run() {
            answer = question.get();
        }
    }

    /** A request that a thread of this JVM waits for. */
    private interface Answerable {

        boolean isAnswered();

        void hurry();
    }

    private final class LocalPutter extends Putter implements Answerable {

        private Taken.Outcome outcome;

        LocalPutter(Element element, boolean hurried) {
            super(queue.testJvm(), element, hurried);
        }

        @Override
        int child() {
            return HubQueue.TEST_JVM;
        }

        @Override
        void accepted() {
            answer(Taken.Outcome.ELEMENT);
        }

        @Override
        void refused(boolean closed) {
            answer(closed ? Taken.Outcome.CLOSED : Taken.Outcome.EMPTY);
        }

        private void answer(Taken.Outcome answer) {
            outcome = answer;
            queue.localChange.signalAll();
        }

        @Override
        public boolean isAnswered() {
            return outcome != null;
        }

        @Override
        public void hurry() {
            hurried = true;
        }
    }

    private final class LocalTaker extends Taker implements Answerable {

        private Taken taken;

        LocalTaker(boolean hurried, boolean seesEnd) {
            super(hurried, seesEnd);
        }

        @Override
        int child() {
            return HubQueue.TEST_JVM;
        }

        @Override
        void serve(HubQueue from) {
            answer(Taken.element(from.giveLocally().bytes));
        }

        @Override
        void nothing(Taken.Outcome outcome, List<String> writers) {
            answer(Taken.nothing(outcome, writers));
        }

        private void answer(Taken answer) {
            taken = answer;
            queue.localChange.signalAll();
        }

        @Override
        public boolean isAnswered() {
            return taken != null;
        }

        @Override
        public void hurry() {
            hurried = true;
        }
    }
}
