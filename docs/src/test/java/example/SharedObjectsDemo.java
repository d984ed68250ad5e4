package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.OwnerEndedException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.assertj.core.api.Assertions;

class SharedObjectsDemo {

    // snippet: smallest
    @MultiProcessTest
    void playersShareTheirScores(Processes processes) {
        Map<String, Integer> scores = processes.share(Map.class, new ConcurrentHashMap<String, Integer>());

        processes
                .startEach(3, "player", index -> scores.put("player-" + index, index * 10))
                .join();

        assertThat(scores.get("player-2")).isEqualTo(20);
    }
    // end

    // snippet: own
    /** What the test needs to be told, in its own words. */
    interface Referee {

        boolean mayBegin(String player);
    }

    /** Lives in the test JVM, and never leaves it. */
    static class StrictReferee implements Referee {

        private String first;

        @Override
        public synchronized boolean mayBegin(String player) {
            if (first == null) {
                first = player;
            }
            return first.equals(player);
        }
    }

    @MultiProcessTest
    void onlyOneMayBegin(Processes processes) {
        Referee referee = processes.share(Referee.class, new StrictReferee());

        assertThat(processes
                        .start(3, "player", index -> referee.mayBegin("player-" + index))
                        .results())
                .containsOnlyOnce(true);
    }
    // end

    // snippet: lambda
    @MultiProcessTest
    void aFunctionCrosses(Processes processes) {
        Map<String, Integer> scores = processes.share(Map.class, new ConcurrentHashMap<String, Integer>());

        processes
                .startEach(
                        3,
                        "player",
                        index -> scores.merge(
                                "team", 10, (BiFunction<Integer, Integer, Integer> & Serializable) Integer::sum))
                .join();

        assertThat(scores.get("team")).isEqualTo(30);
    }
    // end

    // snippet: child
    @MultiProcessTest
    void aChildSharesWhatItHas(Processes processes, ProcessQueue<Map<String, String>> settings)
            throws InterruptedException {
        ChildProcess<Void> server = processes.with(o -> o.daemon(true)).start("server", () -> {
            settings.put(processes.share(Map.class, new ConcurrentHashMap<>(Map.of("mode", "strict"))));
            new CountDownLatch(1).await();
        });

        Map<String, String> ofServer = settings.take();
        assertThat(ofServer.get("mode")).isEqualTo("strict");

        server.kill();
        Assertions.assertThatExceptionOfType(OwnerEndedException.class)
                .isThrownBy(() -> ofServer.get("mode"))
                .withMessageContaining("was killed by SIGKILL");
    }
    // end
}
