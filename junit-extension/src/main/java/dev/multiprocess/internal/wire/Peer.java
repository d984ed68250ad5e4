package dev.multiprocess.internal.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** Asks the operating system who is at the other end of a socket. */
final class Peer {

    private Peer() {}

    static void requireUser(SocketChannel channel, String user) throws IOException {
        // Windows cannot tell; there the directory's access rights and the secret stand alone.
        if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            String theirs =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            if (!theirs.equals(user)) {
                throw new ProtocolException("it runs as user '" + theirs + "', not as '" + user + "'");
            }
        }
    }
}
