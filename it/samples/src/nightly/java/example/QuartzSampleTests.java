package example;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quartz.JobBuilder.newJob;
import static org.quartz.TriggerBuilder.newTrigger;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.h2.tools.RunScript;
import org.h2.tools.Server;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.impl.StdSchedulerFactory;

/** In a Quartz cluster each trigger fires once, and what a killed node was doing is done by another node. */
class QuartzSampleTests {

    record Run(String job, boolean recovers, int node) {}

    static QueueWriter<Run> runs; // of the scheduler in this JVM

    public static class Order implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            String job = context.getJobDetail().getKey().getName();
            runs.put(new Run(job, context.isRecovering(), Integer.getInteger("node")));
            if (job.equals("0") && !context.isRecovering()) {
                new Semaphore(0).acquireUninterruptibly(); // until its node is killed
            }
        }
    }

    @MultiProcessTest(timeout = "40s")
    void nodeIsKilled_anotherRecoversItsJobAndEachTriggerHasFiredOnce(
            Processes processes, QueueWriter<Run> writer, QueueReader<Run> reader) throws Exception {
        var server = processes.startMain("database", Server.class, "-tcp", "-tcpPort", "0", "-ifNotExists");
        var port = server.awaitOutput(Pattern.compile("running at tcp://.*:(\\d+)"));
        String url = "jdbc:h2:tcp://localhost:" + port.group(1) + "/mem:quartz;DB_CLOSE_DELAY=-1";
        RunScript.execute(url, "", "", "classpath:org/quartz/impl/jdbcjobstore/tables_h2.sql", null, false);
        Properties properties = new Properties();
        properties.load(new StringReader("""
                org.quartz.scheduler.idleWaitTime: 1000
                org.quartz.threadPool.threadCount: 2
                org.quartz.jobStore.class: org.quartz.impl.jdbcjobstore.JobStoreTX
                org.quartz.jobStore.isClustered: true
                org.quartz.jobStore.clusterCheckinInterval: 500
                org.quartz.jobStore.dataSource: h2
                org.quartz.dataSource.h2.driver: org.h2.Driver
                org.quartz.dataSource.h2.provider: hikaricp
                org.quartz.dataSource.h2.URL:""" + url));
        Processes starter = processes.with(o -> o.daemon(true).systemProperty("node", "{index}"));
        var nodes = starter.start(3, "node", () -> {
            runs = writer;
            properties.put("org.quartz.scheduler.instanceId", System.getProperty("node"));
            new StdSchedulerFactory(properties).getScheduler().start();
        });
        nodes.results(); // all have started their schedulers
        var client = new StdSchedulerFactory(properties).getScheduler(); // is not started: it only schedules
        for (int i = 0; i < 30; i++) {
            var job = newJob(Order.class).withIdentity("" + i).requestRecovery(i == 0);
            client.scheduleJob(job.build(), newTrigger().build());
        }
        client.shutdown();
        // toMap throws if a job has run twice
        var ran = reader.stream().limit(30).collect(toMap(Run::job, Run::node));
        nodes.get(ran.get("0")).kill();
        Run recovery = reader.take().orElseThrow();
        assertThat(recovery).isEqualTo(new Run("0", true, recovery.node()));
        assertThat(reader.poll(Duration.ofSeconds(1))).isEmpty();
    }
}
