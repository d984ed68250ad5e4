package dev.multiprocess.internal.process;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.internal.objects.Handle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Children that were started together. */
public final class Group<R> implements ProcessGroup<R>, Handle {

    private final int number;
    private final String name;
    private final ChildHost host;
    private final List<Child<R>> children;

    public Group(int number, String name, ChildHost host, List<Child<R>> children) {
        this.number = number;
        this.name = name;
        this.host = host;
        this.children = List.copyOf(children);
    }

    @Override
    public String handleId() {
        return "group:" + number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ChildProcess<R>> children() {
        return List.copyOf(children);
    }

    @Override
    public void join() {
        joinWithin(Long.MAX_VALUE);
    }

    @Override
    public boolean join(Duration timeout) {
        return joinWithin(Child.nanos(timeout));
    }

    private boolean joinWithin(long nanos) {
        return await(Child::hasEnded, nanos);
    }

    private boolean await(Predicate<Child<R>> done, long nanos) {
        boolean over = host.await("the children of '" + name + "' to end", () -> children, () -> isOver(done), nanos);
        throwFailures();
        return over;
    }

    /** Whether this holds for all, or one has failed; called with the lock held. */
    private boolean isOver(Predicate<Child<R>> done) {
        boolean all = true;
        for (Child<R> child : children) {
            if (child.hasEnded() && child.failure().isPresent()) {
                return true;
            }
            all &= done.test(child);
        }
        return all;
    }

    private void throwFailures() {
        RuntimeException first = null;
        for (Child<R> child : children) {
            Optional<RuntimeException> failure = child.failure();
            if (failure.isPresent()) {
                child.markThrown();
                if (first == null) {
                    first = failure.get();
                } else {
                    first.addSuppressed(failure.get());
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public List<R> results() {
        await(Child::isDone, Long.MAX_VALUE);
        List<R> results = new ArrayList<>();
        children.forEach(child -> results.add(child.result()));
        return Collections.unmodifiableList(results);
    }

    @Override
    public void stop() {
        host.stop(children);
    }

    @Override
    public void kill() {
        children.forEach(Child::killNow);
        host.awaitDeath(children);
    }

    @Override
    public void interrupt() {
        children.forEach(Child::interrupt);
    }

    @Override
    public ProcessGroup<R> expectExit(int code) {
        children.forEach(child -> child.expectExit(code));
        return this;
    }

    @Override
    public ProcessGroup<R> expectKilled() {
        children.forEach(Child::expectKilled);
        return this;
    }

    @Override
    public ProcessGroup<R> expectRunningAtEnd() {
        children.forEach(Child::expectRunningAtEnd);
        return this;
    }

    @Override
    public void pause() {
        children.stream().filter(Child::isAlive).forEach(Child::pause);
    }

    @Override
    public void resume() {
        children.forEach(Child::resume);
    }

    @Override
    public String toString() {
        return "group '" + name + "' of " + children.size();
    }
}
