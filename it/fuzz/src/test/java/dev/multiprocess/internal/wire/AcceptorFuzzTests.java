package dev.multiprocess.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import dev.multiprocess.corpus.Corpus;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What any caller says first. */
class AcceptorFuzzTests {

    private static final int SECRET_AT = 6;

    private PrivateDirectory directory;
    private ConnectionLoop loop;
    private Acceptor acceptor;
    private byte[] secret;

    @BeforeEach
    void listen() throws IOException {
        directory = PrivateDirectory.create();
        secret = directory.secret();
        loop = new ConnectionLoop("loop");
        acceptor = new Acceptor(directory, loop, (greeting, channel) -> {
            Acceptor.welcome(channel);
            channel.close();
        });
    }

    @AfterEach
    void stop() throws IOException {
        acceptor.close();
        loop.close();
        directory.delete();
    }

    /** The first byte is the size of the pieces; where the secret belongs, zeros stand for the right one. */
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void greeting(byte[] input) throws IOException {
        byte[] said = withSecret(input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length));
        int piece = input.length == 0 || input[0] == 0 ? Integer.MAX_VALUE : Byte.toUnsignedInt(input[0]);
        ByteBuffer answer = ByteBuffer.allocate(1);
        try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()))) {
            say(caller, said, piece);
            hear(caller, answer);
        }
        assertThat(answer.position() == 1 && answer.get(0) == Greeting.WELCOME).isEqualTo(isGreeting(said));
    }

    private byte[] withSecret(byte[] bytes) {
        for (int i = 0; i < secret.length && SECRET_AT + i < bytes.length; i++) {
            bytes[SECRET_AT + i] ^= secret[i];
        }
        return bytes;
    }

    private boolean isGreeting(byte[] said) {
        if (said.length < Greeting.BYTES || said[38] < Greeting.LINK || said[38] > Greeting.DIAGNOSIS) {
            return false;
        }
        ByteBuffer whole = ByteBuffer.wrap(said);
        ByteBuffer right = new Greeting(said[38], whole.getInt(39), whole.getInt(43)).encode(secret);
        return right.equals(whole.slice(0, Greeting.BYTES));
    }

    private static void say(SocketChannel caller, byte[] said, int piece) {
        try {
            for (int from = 0; from < said.length; from += Math.min(piece, said.length - from)) {
                caller.write(ByteBuffer.wrap(said, from, Math.min(piece, said.length - from)));
            }
            caller.shutdownOutput();
        } catch (IOException e) {
            // It was not admitted and has hung up; the answer says so.
        }
    }

    private static void hear(SocketChannel caller, ByteBuffer answer) {
        try {
            while (answer.hasRemaining() && caller.read(answer) >= 0) {
                // Until the answer or the end of file.
            }
        } catch (IOException e) {
            // Reset by what was no longer read: the same as the end of file.
        }
    }

    @Test
    void seeds_areWhatCallersSay() throws IOException {
        byte[] link = seed(new Greeting(Greeting.LINK, 7, 0));
        byte[] otherVersion = link.clone();
        otherVersion[6] = 9;
        byte[] wrongSecret = link.clone();
        wrongSecret[20] = 1;
        byte[] slow = link.clone();
        slow[0] = 1;
        Corpus.check(
                AcceptorFuzzTests.class,
                "greeting",
                Map.of(
                        "link",
                        link,
                        "pipe",
                        seed(new Greeting(Greeting.PIPE, 7, 3)),
                        "diagnosis",
                        seed(new Greeting(Greeting.DIAGNOSIS, 0, 0)),
                        "other-version",
                        otherVersion,
                        "wrong-secret",
                        wrongSecret,
                        "byte-by-byte",
                        slow,
                        "cut",
                        Arrays.copyOf(link, 20)));
    }

    private static byte[] seed(Greeting greeting) {
        ByteBuffer bytes = greeting.encode(new byte[Greeting.SECRET_BYTES]);
        return ByteBuffer.allocate(1 + bytes.remaining())
                .put((byte) 0)
                .put(bytes)
                .array();
    }
}
