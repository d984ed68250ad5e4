package dev.multiprocess.internal.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildRegistryTests {

    private static final ProcessIdentity SELF = ProcessIdentity.current();

    @TempDir
    private Path output;

    private final List<String> problems = new ArrayList<>();

    @Test
    void child_isListedAsItWasAddedUntilItIsRemoved() throws IOException {
        ChildRegistry registry = new ChildRegistry(output);
        ChildRegistry.Entry child = entry(SELF);
        registry.add(child);
        assertThat(new ChildRegistry(output).live(problems::add)).containsExactly(child);
        registry.remove(SELF);
        registry.remove(SELF);
        assertThat(registry.live(problems::add)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void noDirectory_noChildren() {
        assertThat(new ChildRegistry(output.resolve("cleaned")).live(problems::add))
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void deadChild_isStruckOff() throws IOException {
        ChildRegistry registry = new ChildRegistry(output);
        registry.add(entry(new ProcessIdentity(SELF.pid(), SELF.start().minusSeconds(60))));
        assertThat(registry.live(problems::add)).isEmpty();
        assertThat(output.resolve("registry")).isEmptyDirectory();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatATestJvmHasNotWrittenToItsEnd_isRemovedOnceItIsDead() throws IOException {
        Path registry = Files.createDirectory(output.resolve("registry"));
        ProcessIdentity dead = new ProcessIdentity(SELF.pid(), SELF.start().minusSeconds(60));
        Path ofDead = Files.createFile(registry.resolve(SELF + "." + dead + ".tmp"));
        Path ofLive = Files.createFile(registry.resolve(SELF + "." + SELF + ".tmp"));
        Path other = Files.createFile(registry.resolve("other.tmp"));
        assertThat(new ChildRegistry(output).live(problems::add)).isEmpty();
        assertThat(ofDead).doesNotExist();
        assertThat(List.of(ofLive, other)).allMatch(Files::exists);
        assertThat(problems).isEmpty();
    }

    @Test
    void otherFile_isReportedAndPassedOver() throws IOException {
        ChildRegistry registry = new ChildRegistry(output);
        registry.add(entry(SELF));
        Path garbage = Files.writeString(output.resolve("registry").resolve("0.properties"), "\\u00zz");
        assertThat(registry.live(problems::add)).hasSize(1);
        assertThat(problems)
                .containsExactly(
                        "registry file " + garbage + " does not describe a child and was passed over: delete it");
    }

    /** It could name any process of this user, to have it ended. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no modes there")
    void fileThatOthersCanWrite_isReportedAndPassedOver() throws IOException {
        ChildRegistry registry = new ChildRegistry(output);
        registry.add(entry(SELF));
        Path file = output.resolve("registry").resolve(SELF + ".properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(registry.live(problems::add)).isEmpty();
        assertThat(file).exists();
        assertThat(problems)
                .containsExactly("registry file " + file + " was passed over, as another user can have written it");
    }

    private ChildRegistry.Entry entry(ProcessIdentity process) {
        return new ChildRegistry.Entry(
                process, "reader 'ü' = 1", "OrderTests.all", new SessionCookie("s-1", SELF, output));
    }
}
