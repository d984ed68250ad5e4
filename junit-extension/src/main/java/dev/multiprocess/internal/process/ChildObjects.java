package dev.multiprocess.internal.process;

import dev.multiprocess.OwnerEndedException;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.call.SharedId;
import dev.multiprocess.internal.call.SharedProxy;
import dev.multiprocess.internal.link.LinkServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The objects that one child shares, as its test JVM reaches them. */
public final class ChildObjects {

    private static final int TEST_JVM = 0;

    /** Of this JVM. */
    private static final AtomicInteger LAST_CALL = new AtomicInteger();

    private final Child<?> owner;
    private final ChildHost host;

    ChildObjects(Child<?> owner, ChildHost host) {
        this.owner = owner;
        this.host = host;
    }

    /**
     * Finds what stands for an object in this JVM.
     *
     * @param id of an object of this child
     * @param loader knows its type
     */
    public Object find(SharedId id, ClassLoader loader) {
        return SharedProxy.ofForeign(
                id,
                loader,
                (handleId, method, arguments) -> Calls.call(
                        host.serializer(),
                        handleId,
                        method,
                        arguments,
                        (to, words, invocation) -> send(id, words, invocation)));
    }

    private Reply send(SharedId id, String words, byte[] invocation) {
        CompletableFuture<Reply> answer =
                call(new CallRequest(TEST_JVM, LAST_CALL.incrementAndGet(), id.handleId(), invocation));
        try {
            // Not for the future itself: JUnit starts more tests on a thread that does.
            answer.whenComplete((reply, failure) -> host.change(() -> {}));
            host.await(
                    words + " in child '" + owner.name() + "'", () -> List.of(owner), answer::isDone, Long.MAX_VALUE);
            return answer.join();
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * Calls a method of an object of this child.
     *
     * @param request of any process
     * @return completed by the answer, which is an exception if the child ends first; to be cancelled if nothing waits
     */
    public CompletableFuture<Reply> call(CallRequest request) {
        Optional<LinkServer> link = owner.life().link();
        CompletableFuture<Reply> sent = link.map(open -> open.call(request))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("the child has ended")));
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        sent.whenComplete((reply, gone) -> {
            if (reply != null) {
                answer.complete(reply);
            } else {
                // Its link ends a moment before it is known how it ended itself.
                owner.life().onExit().thenRun(() -> answer.complete(ended(request.handleId())));
            }
        });
        answer.whenComplete((reply, cancelled) -> sent.cancel(true));
        return answer;
    }

    private Reply ended(String handleId) {
        String type = SharedId.of(handleId).map(SharedId::simpleType).orElse(handleId);
        return Calls.thrown(
                host.serializer(),
                new OwnerEndedException(
                        "the " + type + " that " + owner + " has shared is gone: " + "it "
                                + owner.howItEnded().orElse("has ended"),
                        owner.name(),
                        owner.pid()));
    }
}
