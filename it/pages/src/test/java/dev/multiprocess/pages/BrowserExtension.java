package dev.multiprocess.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Browser} of the run; without one they are skipped. */
final class BrowserExtension implements ParameterResolver {

    /** Of the run, which JUnit closes at its end. */
    private record Shared(Optional<Browser> browser) implements ExtensionContext.Store.CloseableResource {

        static Shared start() {
            try {
                return new Shared(Browser.start());
            } catch (IOException e) {
                throw new UncheckedIOException("the browser has no room for its profile", e);
            }
        }

        @Override
        public void close() throws IOException {
            if (browser.isPresent()) {
                browser.get().close();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Optional<Browser> browser = context.getRoot()
                .getStore(Namespace.create(BrowserExtension.class))
                .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class)
                .browser();
        Assumptions.assumeTrue(
                browser.isPresent(), "the pages are not tested: chromium or chromedriver is not installed");
        return browser.get();
    }
}
