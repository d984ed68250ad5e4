package dev.multiprocess.internal.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Asks the operating system which user is at the other end of a socket. */
final class Peer {

    private Peer() {}

    /**
     * Compares users by their numbers: their names need a descriptor to look up, and there may be none left.
     *
     * @throws ProtocolException if it is another user's
     */
    static void requireUser(SocketChannel channel, UserPrincipal user) throws IOException {
        // Windows cannot say; there only the directory's access rights and the secret protect.
        if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            UserPrincipal theirs =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!theirs.equals(user)) {
                throw new ProtocolException(
                        "it runs as user '" + theirs.getName() + "', not as '" + user.getName() + "'");
            }
        }
    }
}
