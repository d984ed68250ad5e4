package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationTests {

    /**
     * Spring's scan of components takes an attribute for an override of one of that name in an annotation of the
     * annotation, and warns of each.
     */
    @ParameterizedTest
    @ValueSource(
            classes = {
                MultiProcess.class,
                MultiProcessTest.class,
                WriterProcess.class,
                ReaderProcess.class,
                QueueName.class,
                Capacity.class,
                Results.class,
                Role.class
            })
    void attribute_hasNoNamesakeInAnAnnotationOfItsOwn(Class<? extends Annotation> type) {
        Set<String> namesakes = Arrays.stream(type.getAnnotations())
                .flatMap(each -> attributes(each.annotationType()))
                .collect(Collectors.toSet());

        namesakes.retainAll(attributes(type).collect(Collectors.toSet()));
        assertThat(namesakes).isEmpty();
    }

    private static Stream<String> attributes(Class<? extends Annotation> type) {
        // Spring takes no value for an override.
        return Arrays.stream(type.getDeclaredMethods()).map(Method::getName).filter(name -> !name.equals("value"));
    }
}
