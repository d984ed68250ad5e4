package dev.multiprocess.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextsTests {

    @Test
    void anotherThreadWaitsForOneThatMainHolds_mainThreadIsTold() {
        String dump = """
                "worker" BLOCKED on java.lang.Object@1 held by "main"
                    at example.Work.wait(Work.java:7)

                "main" TIMED_WAITING on java.lang.Object@2
                    at java.lang.Object.wait(Native Method)
                    at example.Main.run(Main.java:3)

                """;

        assertThat(FailureTexts.doing(dump)).isEqualTo("main thread TIMED_WAITING\nat example.Main.run(Main.java:3)");
    }

    @Test
    void lockIsOfAClassWhoseNameReadsLikeAFrame_onlyFramesAreTold() {
        String dump = """
                "main" #1 prio=5 tid=0x1 nid=0x2 waiting on condition [0x3]
                   java.lang.Thread.State: WAITING (parking)
                    at jdk.internal.misc.Unsafe.park(java.base/Native Method)
                    - parking to wait for <0x4> (a example.Cat at rest)
                    at example.Main.run(Main.java:3)
                """;

        assertThat(FailureTexts.doing(dump)).isEqualTo("main thread WAITING\nat example.Main.run(Main.java:3)");
    }
}
