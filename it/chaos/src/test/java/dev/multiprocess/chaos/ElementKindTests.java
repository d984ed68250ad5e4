package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementKindTests {

    private static final long SEED = 5;

    @ParameterizedTest
    @EnumSource
    void element_tellsWhoPutItAndIsAsItWasPut(ElementKind kind) {
        for (int sequence : new int[] {0, 1, kind.sequences() - 1}) {
            for (int writer : new int[] {0, kind.writers() - 1}) {
                ElementId id = new ElementId(writer, sequence);
                Object element = kind.element(SEED, id);

                assertThat(kind.idOf(element)).isEqualTo(id);
                assertThat(ElementId.unpack(id.packed())).isEqualTo(id);
                kind.check(SEED, element);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SMALL", "PAGES", "LARGE", "HUGE", "MIXED"})
    void elementOfAnotherRound_isNotAsItWasPut(ElementKind kind) {
        Object element = kind.element(SEED + 1, new ElementId(3, 4));

        assertThatThrownBy(() -> kind.check(SEED, element))
                .hasMessageContaining("element 4 of writer 3 must be as it was put");
    }
}
