package dev.multiprocess.internal.run;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.SessionCookie;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Registers processes for clean-up by others, should this JVM be killed. A failure is no reason to fail a test. */
public final class Registration {

    private static final System.Logger LOG = System.getLogger(Registration.class.getName());

    private final ChildRegistry registry;
    private final SessionCookie cookie;

    public Registration(ChildRegistry registry, SessionCookie cookie) {
        this.registry = registry;
        this.cookie = cookie;
    }

    public void add(ProcessIdentity identity, String name, String test) {
        try {
            registry.add(new ChildRegistry.Entry(identity, name, test, cookie));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "child ''{0}'' could not be registered for clean-up: {1}", name, e);
        }
    }

    public void remove(ProcessIdentity identity, String name) {
        try {
            registry.remove(identity);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "child ''{0}'' could not be unregistered: {1}", name, e);
        }
    }
}
