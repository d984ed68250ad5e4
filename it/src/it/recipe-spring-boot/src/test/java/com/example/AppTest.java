package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.Processes;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

// snippet: instance
@MultiProcess
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AppTest {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    private static String branch;

    @BeforeAll
    static void startABranch(Processes processes) {
        ChildProcess<Void> app = processes.startMain("branch", App.class, "--server.port=0", "--shop.name=branch");
        branch = app.awaitOutput(STARTED).group(1);
    }

    @Test
    void bothInstancesAnswer(@LocalServerPort String here) {
        assertThat(name(here)).isEqualTo("shop");
        assertThat(name(branch)).isEqualTo("branch");
    }

    private static String name(String port) {
        RestClient client = RestClient.create("http://localhost:" + port);
        return client.get().uri("/name").retrieve().body(String.class);
    }
}
// end
