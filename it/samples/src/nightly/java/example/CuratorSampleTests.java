package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.io.TempDir;

/** When a leader elected by Curator is killed, exactly one other candidate leads, not before the session has timed out. */
class CuratorSampleTests {

    private static final int SESSION_MILLIS = 2_000;

    /** The ZooKeeper server of all candidates. */
    static class ZooKeeper {

        public static void main(String[] arguments) throws Exception {
            // a tick of 500 ms, so that sessions can be as short as they are here
            TestingServer server = new TestingServer(new InstanceSpec(null, -1, -1, -1, true, -1, 500, -1), true);
            System.out.println("ZooKeeper at " + server.getConnectString());
            new CountDownLatch(1).await();
        }
    }

    @MultiProcessTest(timeout = "40s")
    void leaderIsKilled_oneOtherLeadsAfterTheSession(
            Processes processes, ProcessQueue<Integer> leaders, @TempDir Path directory) throws InterruptedException {
        // the server leaves files in its temporary directory
        String server = processes
                .with(o -> o.systemProperty("java.io.tmpdir", directory.toString()))
                .startMain("zookeeper", ZooKeeper.class)
                .awaitOutput(Pattern.compile("ZooKeeper at (.+)"))
                .group(1);
        ProcessGroup<Void> candidates = processes.startEach(3, "candidate", index -> {
            try (CuratorFramework client =
                    CuratorFrameworkFactory.newClient(server, SESSION_MILLIS, SESSION_MILLIS, new RetryForever(100))) {
                client.start();
                LeaderLatch latch = new LeaderLatch(client, "/leader");
                latch.start();
                latch.await();
                leaders.put(index);
                new CountDownLatch(1).await(); // leads until it is killed
            }
        });
        int first = leaders.take();
        assertThat(leaders.poll(SESSION_MILLIS, TimeUnit.MILLISECONDS)).isNull(); // the others only wait

        candidates.get(first).kill();
        long killed = System.nanoTime();
        int second = leaders.take();
        // a session begins anew at each heartbeat, of which there are three in a session
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isGreaterThan(Duration.ofMillis(SESSION_MILLIS / 2));
        assertThat(second).isNotEqualTo(first);
        assertThat(leaders.poll(SESSION_MILLIS, TimeUnit.MILLISECONDS)).isNull(); // exactly one took over

        candidates.get(second).kill();
        assertThat(leaders.take()).isEqualTo(3 - first - second);
        candidates.get(3 - first - second).kill();
    }
}
