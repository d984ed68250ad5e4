package dev.multiprocess.internal.jupiter;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.SerializationCustomizer;
import dev.multiprocess.internal.config.MultiProcessOptions;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The settings of one test: annotations over configuration parameters over defaults.
 *
 * @param options the options in force
 * @param customizers serialization customizers, those of the outermost class first
 */
record Settings(MultiProcessOptions options, List<Class<? extends SerializationCustomizer>> customizers) {

    static Settings of(ExtensionContext context) {
        MultiProcessOptions configured = configured(context);
        Settings settings = new Settings(configured, List.of());
        for (AnnotatedElement element : fromOutside(context)) {
            Optional<MultiProcess> general = findAnnotation(element, MultiProcess.class);
            if (general.isPresent()) {
                settings = settings.with(general.get());
            }
            Optional<MultiProcessTest> test = findAnnotation(element, MultiProcessTest.class);
            if (test.isPresent()) {
                settings = settings.with(test.get());
            }
        }
        return settings;
    }

    /** The settings that hold for the whole run. */
    static MultiProcessOptions configured(ExtensionContext context) {
        return MultiProcessOptions.from(context::getConfigurationParameter, "JUnit configuration parameter");
    }

    private static List<AnnotatedElement> fromOutside(ExtensionContext context) {
        List<AnnotatedElement> elements = new ArrayList<>();
        TestClasses.fromInside(context.getRequiredTestClass()).forEach(each -> elements.add(0, each));
        context.getTestMethod().ifPresent(elements::add);
        return elements;
    }

    private Settings with(MultiProcess annotation) {
        return with(
                options.withStartMethod(annotation.startMethod(), "annotation @MultiProcess")
                        .withTimeout(annotation.timeout(), "annotation @MultiProcess")
                        .withStartTimeout(annotation.startTimeout(), "annotation @MultiProcess")
                        .withStopGrace(annotation.stopGrace(), "annotation @MultiProcess")
                        .withJvmArgs(List.of(annotation.jvmArgs()), "annotation @MultiProcess"),
                annotation.serialization());
    }

    private Settings with(MultiProcessTest annotation) {
        return with(
                options.withStartMethod(annotation.startMethod(), "annotation @MultiProcessTest")
                        .withTimeout(annotation.timeout(), "annotation @MultiProcessTest")
                        .withStartTimeout(annotation.startTimeout(), "annotation @MultiProcessTest")
                        .withStopGrace(annotation.stopGrace(), "annotation @MultiProcessTest")
                        .withJvmArgs(List.of(annotation.jvmArgs()), "annotation @MultiProcessTest"),
                annotation.serialization());
    }

    private Settings with(MultiProcessOptions changed, Class<? extends SerializationCustomizer>[] more) {
        List<Class<? extends SerializationCustomizer>> all = new ArrayList<>(customizers);
        all.addAll(List.of(more));
        return new Settings(changed, List.copyOf(all));
    }
}
