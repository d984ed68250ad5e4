package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.link.Invocation;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.serial.Serializer;
import java.util.List;

/** Carries out what children call on handles that live in the test JVM. */
final class Calls {

    private static final List<Class<?>> KINDS = List.of(ChildProcess.class, ProcessGroup.class, Processes.class);

    private final TestRun run;

    Calls(TestRun run) {
        this.run = run;
    }

    void carryOut(LinkServer caller, int call, byte[] bytes) {
        Serializer serializer = run.serializer(List.of());
        try {
            Invocation invocation = (Invocation) serializer.read(bytes);
            Object target = run.resolve(invocation.handleId());
            Class<?> type = KINDS.stream()
                    .filter(kind -> kind.isInstance(target))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(invocation.handleId() + " has no methods to call"));
            Object value = invocation.invoke(target, type);
            caller.reply(call, false, serializer.write(value, "result of " + invocation.method()));
        } catch (Throwable e) {
            // Whatever it is, the child's caller is to see it.
            caller.reply(call, true, serializer.write(e, "exception of a call"));
        }
    }
}
