package dev.multiprocess.internal.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionCookieTests {

    private final SessionCookie cookie = new SessionCookie("s-1", ProcessIdentity.current(), Path.of("some", "module"));

    @Test
    void environment_isReadAsItWasWritten() {
        assertThat(cookie.environment())
                .containsOnlyKeys("MULTIPROCESS_SESSION", "MULTIPROCESS_OWNER", "MULTIPROCESS_PROJECT");
        assertThat(SessionCookie.parse(cookie.environment())).contains(cookie);
        assertThat(cookie.project()).isAbsolute();
    }

    @Test
    void incompleteEnvironment_isNoCookie() {
        cookie.environment().keySet().forEach(key -> {
            Map<String, String> incomplete = new HashMap<>(cookie.environment());
            incomplete.remove(key);
            assertThat(SessionCookie.parse(incomplete)).isEmpty();
        });
    }

    @Test
    void testJvmOfABuild_hasTheBuildsSession() {
        MultiProcessOptions options = MultiProcessOptions.from(
                key -> Optional.of("b-7").filter(id -> key.equals(MultiProcessOptions.SESSION.key())), "this test");
        assertThat(SessionCookie.ofTestJvm(options))
                .isEqualTo(new SessionCookie("b-7", ProcessIdentity.current(), Path.of("")));
    }

    @Test
    void testJvmWithoutABuild_hasASessionOfItsOwn() {
        MultiProcessOptions options = MultiProcessOptions.defaults();
        assertThat(SessionCookie.ofTestJvm(options).session())
                .startsWith(ProcessHandle.current().pid() + "-")
                .isNotEqualTo(SessionCookie.newSession());
    }

    @Test
    void sessionThatWasMadeHere_tellsWhoMadeIt() {
        assertThat(session(SessionCookie.newSession()).build()).contains(ProcessIdentity.current());
        assertThat(session("b-7").build()).isEmpty();
        assertThat(session("a-b-c").build()).isEmpty();
    }

    private static SessionCookie session(String id) {
        return new SessionCookie(id, ProcessIdentity.current(), Path.of(""));
    }
}
