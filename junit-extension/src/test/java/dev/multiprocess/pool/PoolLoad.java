package dev.multiprocess.pool;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.pool.PoolAccount.Kind;
import dev.multiprocess.pool.Tasks.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Gives a pool tasks of all kinds, as many threads as call {@link #batch}, and enters into an account what comes of them. */
final class PoolLoad {

    private static final int BATCH = 6;
    private static final Duration LIMIT = Duration.ofMillis(40);

    private final ProcessPool pool;
    private final PoolAccount account;

    /** Each task puts its number and its pid here when it begins. */
    private final ProcessQueue<long[]> begun;

    private final AtomicInteger numbers = new AtomicInteger();

    PoolLoad(ProcessPool pool, PoolAccount account, ProcessQueue<long[]> begun) {
        this.pool = pool;
        this.account = account;
        this.begun = begun;
    }

    /** Asks for some tasks and waits for all of them. */
    void batch(Random random) throws InterruptedException {
        List<Integer> tasks = new ArrayList<>();
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            if (kind == Kind.IS_MAPPED || kind == Kind.IS_MAPPED_UNORDERED) {
                map(random);
            } else {
                int task = numbers.incrementAndGet();
                account.ask(task, kind);
                tasks.add(task);
                futures.add(submit(task, kind, random));
            }
        }
        for (int i = 0; i < tasks.size(); i++) {
            settle(tasks.get(i), futures.get(i));
        }
    }

    private void settle(int task, Future<Integer> future) throws InterruptedException {
        try {
            account.returned(task, future.get());
        } catch (ExecutionException e) {
            account.failed(task, e.getCause());
        } catch (CancellationException e) {
            account.failed(task, e);
        }
    }

    private Future<Integer> submit(int task, Kind kind, Random random) {
        ProcessPool labelled = pool.with(o -> o.label(PoolAccount.label(task)));
        return switch (kind) {
            case RETURNS -> submitReturning(labelled, task);
            case MAY_WAIT_TOO_LONG -> submitReturning(labelled.with(o -> o.waitLimit(LIMIT)), task);
            case THROWS -> submitThrowing(labelled, task);
            case PASSES_SOFT_LIMIT -> submitWaiting(labelled.with(o -> o.softLimit(LIMIT)), task);
            case PASSES_HARD_LIMIT -> submitWaiting(labelled.with(o -> o.hardLimit(LIMIT)), task);
            case IS_CANCELLED -> cancelled(submitWaiting(labelled, task), random);
            case IS_MAPPED, IS_MAPPED_UNORDERED -> throw new IllegalArgumentException("is not submitted");
        };
    }

    private Future<Integer> submitReturning(ProcessPool to, int task) {
        ProcessQueue<long[]> ledger = begun;
        return to.submit(() -> {
            ledger.put(new long[] {task, ProcessHandle.current().pid()});
            return task;
        });
    }

    private Future<Integer> submitThrowing(ProcessPool to, int task) {
        ProcessQueue<long[]> ledger = begun;
        return to.submit(() -> {
            ledger.put(new long[] {task, ProcessHandle.current().pid()});
            if (task > 0) {
                throw new RefusedException(PoolAccount.label(task));
            }
            return task;
        });
    }

    private Future<Integer> submitWaiting(ProcessPool to, int task) {
        ProcessQueue<long[]> ledger = begun;
        return to.submit(() -> {
            ledger.put(new long[] {task, ProcessHandle.current().pid()});
            new CountDownLatch(1).await();
            return task;
        });
    }

    private static Future<Integer> cancelled(Future<Integer> future, Random random) {
        LockSupport.parkNanos(random.nextInt(20_000_000));
        future.cancel(true);
        return future;
    }

    /** What has failed comes at its place, and the others after it. */
    private void map(Random random) {
        ProcessQueue<long[]> ledger = begun;
        boolean ordered = random.nextBoolean();
        List<Integer> items = Stream.generate(numbers::incrementAndGet).limit(5).toList();
        items.forEach(task -> account.ask(task, ordered ? Kind.IS_MAPPED : Kind.IS_MAPPED_UNORDERED));
        ProcessFunction<Integer, Integer> function = item -> {
            ledger.put(new long[] {item, ProcessHandle.current().pid()});
            return item;
        };
        List<Integer> missing = new ArrayList<>(items);
        List<Throwable> failures = new ArrayList<>();
        try (Stream<Integer> results = ordered ? pool.map(function, items) : pool.mapUnordered(function, items)) {
            Iterator<Integer> left = results.iterator();
            boolean more = true;
            while (more) {
                try {
                    more = left.hasNext();
                    if (more) {
                        int result = left.next();
                        account.returned(ordered ? missing.get(0) : result, result);
                        missing.remove((Object) result);
                    }
                } catch (CompletionException e) {
                    if (ordered) {
                        account.failed(missing.remove(0), e.getCause());
                    } else {
                        failures.add(e.getCause());
                    }
                }
            }
        }
        for (int i = 0; i < failures.size(); i++) {
            // Which item each of them was is not known.
            account.failed(i < missing.size() ? missing.get(i) : items.get(0), failures.get(i));
        }
    }
}
