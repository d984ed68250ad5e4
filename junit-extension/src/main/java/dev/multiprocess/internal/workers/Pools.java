package dev.multiprocess.internal.workers;

import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.pool.PoolCalls;
import dev.multiprocess.internal.pool.Submission;
import dev.multiprocess.internal.process.ChildHost;
import dev.multiprocess.pool.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pools of one test. Any thread. */
public final class Pools {

    private final List<Pool> pools = new CopyOnWriteArrayList<>();

    /** What children wait for: the tasks by the calls that are answered when those are done. */
    private final Map<CallRequest, Submission> awaited = new ConcurrentHashMap<>();

    /**
     * Makes a pool.
     *
     * @param number by which other processes find it
     */
    public Pool make(int number, String name, int size, PoolOptions options, PoolHost host) {
        Pool pool = new Pool(number, name, size, options, host);
        pools.add(pool);
        return pool;
    }

    /** Whether a call waits for a task. */
    public boolean knows(CallRequest request) {
        return request.handleId().startsWith(PoolCalls.TASK);
    }

    /**
     * Answers a call of a child when the task is done that it has submitted.
     *
     * @param request of a child
     * @param host of the test
     */
    public CompletableFuture<Reply> await(CallRequest request, ChildHost host) {
        String[] parts = request.handleId().split(":", 3);
        Optional<Submission> task = pools.stream()
                .filter(pool -> pool.handleId().equals(parts[2]))
                .findFirst()
                .flatMap(pool -> pool.ofChild(Integer.parseInt(parts[1])));
        if (task.isEmpty()) {
            return CompletableFuture.completedFuture(Calls.thrown(
                    host.serializer(), new IllegalStateException("the test of " + parts[2] + " has ended")));
        }
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        awaited.put(request, task.get());
        // The thread that brings the answer holds the lock of the worker's link, and must not use another one.
        task.get()
                .whenCompleteAsync(
                        (reply, failure) -> {
                            awaited.remove(request);
                            answer.complete(failure == null ? reply : Calls.thrown(host.serializer(), failure));
                        },
                        host.workers());
        return answer;
    }

    /** Whether a call of a child waits for a task that is not done. */
    public boolean isStuck(int child, int call) {
        return awaited.entrySet().stream()
                .anyMatch(each -> each.getKey().caller() == child
                        && each.getKey().number() == call
                        && !each.getValue().isDone());
    }

    /** Whether a child waits for any task, or is a worker that has none. */
    public boolean isStuck(int child) {
        return awaited.keySet().stream().anyMatch(request -> request.caller() == child)
                || pools.stream().anyMatch(pool -> pool.isIdle(child));
    }

    /** Whether a limit of some task may still end what the test waits for. */
    public boolean areTimed() {
        return pools.stream().anyMatch(Pool::isTimed);
    }

    /** Whether a child is a worker that has no task. */
    public boolean isIdle(int child) {
        return pools.stream().anyMatch(pool -> pool.isIdle(child));
    }

    /**
     * Shuts all pools down, and waits until their tasks are done.
     *
     * @throws InterruptedException if this thread was interrupted
     */
    public void close() throws InterruptedException {
        pools.forEach(Pool::shutdown);
        for (Pool pool : pools) {
            pool.awaitTermination(Long.MAX_VALUE);
        }
    }

    /** Takes the failures of tasks that no code has looked at. */
    public List<Throwable> unseenFailures() {
        List<Throwable> all = new ArrayList<>();
        pools.forEach(pool -> all.addAll(pool.unseenFailures()));
        return all;
    }
}
