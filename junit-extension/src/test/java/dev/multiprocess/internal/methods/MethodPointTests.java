package dev.multiprocess.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test may give as the method of a checkpoint. */
class MethodPointTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    com.acme.Wal#append                            | com.acme.Wal    | append | ''
                    com.acme.Wal#append()                          | com.acme.Wal    | append | ()
                    com.acme.Wal#append( )                         | com.acme.Wal    | append | ()
                    com.acme.Wal$Entry#append(byte[],int)          | com.acme.Wal$Entry | append | ([BI)
                    com.acme.Wal#append(byte[], int)               | com.acme.Wal    | append | ([BI)
                    Wal#a(boolean,byte,char,short,int,long,float,double) | Wal       | a      | (ZBCSIJFD)
                    Wal#a(java.lang.String[][],a.B$C)              | Wal             | a      | ([[Ljava/lang/String;La/B$C;)
                    Wal#a([I,[[Ljava.lang.String;)                 | Wal             | a      | ([I[[Ljava/lang/String;)
                    Wal#lambda$a$0                                 | Wal             | lambda$a$0 | ''
                    größe.Länge#prüfe                              | größe.Länge     | prüfe  | ''
                    """)
    void text_isClassAndMethodAndParameters(String text, String type, String method, String parameters) {
        MethodPoint point = MethodPoint.of(text, false);

        assertThat(point).isEqualTo(new MethodPoint(type, method, parameters, text, false));
        assertThat(point.name()).isEqualTo(text);
        assertThat(MethodPoint.named(point.name())).isEqualTo(point);
    }

    @Test
    void pointAtTheEnd_hasAWordMoreInItsName() {
        MethodPoint point = MethodPoint.of("com.acme.Wal#append(int)", true);

        assertThat(point.name()).isEqualTo("com.acme.Wal#append(int) exit");
        assertThat(MethodPoint.named(point.name())).isEqualTo(point);
    }

    @Test
    void parameters_chooseOneOfSeveral() {
        assertThat(MethodPoint.of("Wal#append", false).isAt("append", "(I)V")).isTrue();
        assertThat(MethodPoint.of("Wal#append", false).isAt("appendAll", "(I)V"))
                .isFalse();
        assertThat(MethodPoint.of("Wal#append(int)", false).isAt("append", "(I)V"))
                .isTrue();
        assertThat(MethodPoint.of("Wal#append(int)", false).isAt("append", "(II)V"))
                .isFalse();
        assertThat(MethodPoint.of("Wal#append()", false).isAt("append", "(I)V")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "append",
                "com.acme.Wal",
                "com.acme.Wal.append",
                "com.acme.Wal::append",
                "com.acme.Wal#",
                "#append",
                "com.acme.Wal#append exit",
                " com.acme.Wal#append",
                "com/acme/Wal#append",
                "com..acme.Wal#append",
                "com.acme.Wal#append(int",
                "com.acme.Wal#append(int)V",
                "com.acme.Wal#a#b"
            })
    void textHasAnotherForm_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodPoint.of(text, false))
                .withMessage("a checkpoint must be at a method as in 'com.acme.Wal#append' or"
                        + " 'com.acme.Wal#append(byte[],int)': method='" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.B#<init>", "a.B#<init>(int)", "a.B#<clinit>"})
    void constructorsAndInitializers_areRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodPoint.of(text, true))
                .withMessage("a checkpoint cannot be at a constructor or static initializer, only at a method: method='"
                        + text + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a.B#c(int,)          | ''
                    a.B#c(java/lang/X)   | java/lang/X
                    a.B#c(List<String>)  | List<String>
                    a.B#c([Q)            | [Q
                    """)
    void parameterIsNoType_isRefused(String text, String parameter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodPoint.of(text, false))
                .withMessage("a parameter of a method must be a type as in 'int', 'byte[]' or 'java.lang.String':"
                        + " parameter='" + parameter + "' of method='" + text + "'");
    }

    @Test
    void null_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> MethodPoint.of(null, false))
                .withMessage("the method of a checkpoint must not be null");
    }
}
