package dev.multiprocess.internal.wire;

import java.nio.ByteBuffer;

/** Receives what arrives on a connection; every call is made with the connection's lock held. */
public interface FrameHandler {

    /**
     * Takes a complete frame.
     *
     * @param type the frame's type, 0 to 255
     * @param body valid during the call only; what is kept must be copied
     * @throws ProtocolException if the frame makes no sense here; closes the connection
     */
    void onFrame(int type, ByteBuffer body) throws ProtocolException;

    /**
     * Returns whether a frame may be of a type; asked as soon as the type is there, so that nothing waits for what
     * makes no sense.
     *
     * @param type the frame's type, 0 to 255
     * @return false if {@link #onFrame} would throw
     */
    default boolean isKnown(int type) {
        return true;
    }

    /** Called after the frames that had arrived together were delivered. */
    default void onBatchEnd() {}

    /** Called when the last frame that had to be queued has been written. */
    default void onFlushed() {}

    /**
     * Called once, when nothing more will arrive.
     *
     * @param reason why, in words; never {@code null}
     * @param clean true for an end of file between two frames
     */
    void onClosed(String reason, boolean clean);
}
