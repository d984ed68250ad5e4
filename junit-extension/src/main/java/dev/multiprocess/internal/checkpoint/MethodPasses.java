package dev.multiprocess.internal.checkpoint;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.ProcessInterruptedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Passes points on behalf of code that does not know this library, and so throws nothing at it. Any thread.
 *
 * <p>Where {@link Checkpoints#reach} would throw, the code continues.
 */
public final class MethodPasses implements Consumer<String> {

    /** A class has points of its own, which may be at the same methods as those of a test. */
    private final Map<String, List<Checkpoints>> owners = new HashMap<>();

    private final AtomicBoolean hasComplained = new AtomicBoolean();

    /**
     * In one child.
     *
     * @param all that it passes
     */
    public MethodPasses(List<MethodPoints> all) {
        for (MethodPoints each : all) {
            for (String name : each.names()) {
                add(name, each.checkpoints());
            }
        }
    }

    private void add(String name, Checkpoints owner) {
        List<Checkpoints> known = owners.get(name);
        if (known == null) {
            known = new ArrayList<>();
            owners.put(name, known);
        }
        known.add(owner);
    }

    @Override
    public void accept(String point) {
        for (Checkpoints owner : owners.get(point)) {
            try {
                owner.reach(point);
            } catch (ProcessInterruptedException e) {
                // The thread stays interrupted, which the code sees where it looks for that.
            } catch (RuntimeException e) {
                complain(point, e);
            }
        }
    }

    /** Once: the test has most probably ended, and then every point fails. */
    private void complain(String point, RuntimeException reason) {
        if (hasComplained.compareAndSet(false, true)) {
            System.err.println("multiprocess: checkpoint '"
                    .concat(point)
                    .concat("' was passed without asking the test: ")
                    .concat(String.valueOf(reason.getMessage())));
        }
    }
}
