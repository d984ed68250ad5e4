package dev.multiprocess.benchmarks.transport;

import java.nio.file.Path;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ with its default options, except for those that lose messages. */
final class JeroMqTransport implements Transport {

    @Override
    public Sender sender(Path place) {
        ZContext context = new ZContext();
        ZMQ.Socket socket = context.createSocket(SocketType.PUSH);
        // Its end waits until everything is sent.
        socket.setLinger(-1);
        socket.connect(address(place));
        MessageBytes bytes = new MessageBytes();
        return new Sender() {
            @Override
            public void send(Object message) {
                socket.send(bytes.of(message));
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }

    @Override
    public Receiver receiver(Path place) {
        ZContext context = new ZContext();
        ZMQ.Socket socket = context.createSocket(SocketType.PULL);
        socket.bind(address(place));
        MessageBytes bytes = new MessageBytes();
        return new Receiver() {
            @Override
            public Object receive() {
                return bytes.read(socket.recv());
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }

    private static String address(Path place) {
        return "ipc://" + place.resolve("socket");
    }
}
