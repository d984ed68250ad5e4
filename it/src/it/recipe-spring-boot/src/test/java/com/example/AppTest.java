package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.Processes;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
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
        branch = "http://localhost:" + app.awaitOutput(STARTED).group(1);
    }

    @Test
    void bothInstancesAnswer(@Autowired TestRestTemplate here) {
        assertThat(here.getForObject("/name", String.class)).isEqualTo("shop");
        assertThat(RestClient.create(branch).get().uri("/name").retrieve().body(String.class))
                .isEqualTo("branch");
    }
}
// end
