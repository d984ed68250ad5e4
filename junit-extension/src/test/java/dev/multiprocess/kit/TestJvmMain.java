package dev.multiprocess.kit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * What a {@link TestJvm} runs: the tests of one class, as a build does. Exits with 0 if they pass.
 *
 * <p>Obeys lines on its standard input meanwhile: {@code exit} and {@code halt}.
 */
public final class TestJvmMain {

    static final String READY = "ready";
    static final String TOLD = "process ";

    private TestJvmMain() {}

    /** Runs the class that the argument names. */
    public static void main(String[] args) throws Exception {
        Thread orders = new Thread(TestJvmMain::obey, "orders");
        orders.setDaemon(true);
        orders.start();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Class.forName(args[0])))
                                .build(),
                        summary);
        summary.getSummary()
                .getFailures()
                .forEach(failure -> failure.getException().printStackTrace());
        System.exit(summary.getSummary().getTestsSucceededCount() == 1 ? 0 : 1);
    }

    private static void obey() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
            String order = lines.readLine();
            if ("exit".equals(order)) {
                System.exit(0);
            } else if ("halt".equals(order)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Tells whoever started this JVM of a process.
     *
     * @param name without spaces
     * @param identity as text
     */
    public static void tell(String name, String identity) {
        System.out.println(TOLD + name + " " + identity);
    }

    /** Says that the test has all it wanted to start. */
    public static void ready() {
        System.out.println(READY);
    }
}
