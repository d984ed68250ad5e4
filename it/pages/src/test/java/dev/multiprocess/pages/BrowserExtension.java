package dev.multiprocess.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Browser} of the run; without one they are skipped. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver {

    /** Of the run, which JUnit closes at its end. */
    private record Shared(Optional<Browser> browser) implements ExtensionContext.Store.CloseableResource {

        static Shared start() {
            try {
                Optional<Browser> browser = Browser.start();
                if (browser.isEmpty()) {
                    // Once, since Surefire counts what it skips and does not say why.
                    System.out.println(Browser.MISSING);
                }
                return new Shared(browser);
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
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod().isPresent() || shared(context).browser().isPresent()
                ? ConditionEvaluationResult.enabled(null)
                : ConditionEvaluationResult.disabled(Browser.MISSING);
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(BrowserExtension.class))
                .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).browser().orElseThrow();
    }
}
