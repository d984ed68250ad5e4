package dev.multiprocess.internal.record;

import dev.multiprocess.internal.record.WovenPoint.Form;
import java.util.List;

/**
 * Where a JDK writes: the methods just above its native ones. Each line is one operation; where a later JDK has it
 * elsewhere, both places are listed as one, and the first that is there is taken.
 */
final class WovenPoints {

    private static final String PATHS = "sun/nio/fs/UnixNativeDispatcher";
    private static final String PATH = "Lsun/nio/fs/UnixPath;";
    private static final String DISPATCHER = "sun/nio/ch/FileDispatcherImpl";
    private static final String UNIX_DISPATCHER = "sun/nio/ch/UnixFileDispatcherImpl";
    private static final String CHANNEL = "sun/nio/ch/FileChannelImpl";
    private static final String FD = "Ljava/io/FileDescriptor;";
    private static final String STREAM = "java/io/FileOutputStream";
    private static final String RANDOM = "java/io/RandomAccessFile";
    private static final String FILE = "java/io/File";

    private WovenPoints() {}

    static List<List<WovenPoint>> all() {
        return List.of(
                one(WovenPoint.around(PATHS, "open", "(" + PATH + "II)I", "open")),
                one(WovenPoint.around(PATHS, "openat", "(I[BII)I", "openat")),
                one(WovenPoint.of(Form.BEFORE, PATHS, "close", "(I)V", "close")),
                one(WovenPoint.of(Form.AFTER, "sun/nio/fs/UnixChannelFactory", "open", ")" + FD, "bind")),
                one(WovenPoint.around(PATHS, "link", "(" + PATH + PATH + ")V", "link")),
                one(WovenPoint.around(PATHS, "unlink", "(" + PATH + ")V", "unlink")),
                one(WovenPoint.around(PATHS, "unlinkat", "(I[BI)V", "unlinkat")),
                one(WovenPoint.around(PATHS, "rename", "(" + PATH + PATH + ")V", "rename")),
                one(WovenPoint.around(PATHS, "renameat", "(I[BI[B)V", "renameat")),
                one(WovenPoint.around(PATHS, "mkdir", "(" + PATH + "I)V", "mkdir")),
                one(WovenPoint.around(PATHS, "rmdir", "(" + PATH + ")V", "rmdir")),
                one(WovenPoint.around(PATHS, "symlink", "([B" + PATH + ")V", "symlink")),
                one(WovenPoint.around(STREAM, "open", "(Ljava/lang/String;Z)V", "openStream")),
                one(WovenPoint.around(STREAM, "write", "(I)V", "writeByte")),
                one(WovenPoint.around(STREAM, "write", "([B)V", "writeArray")),
                one(WovenPoint.around(STREAM, "write", "([BII)V", "writeBytes")),
                one(WovenPoint.around(RANDOM, "open", "(Ljava/lang/String;I)V", "openRandom")),
                one(WovenPoint.around(RANDOM, "write", "(I)V", "writeByte")),
                List.of(
                        WovenPoint.around(RANDOM, "writeBytes", "([BII)V", "writeBytes"),
                        WovenPoint.call(Form.AROUND_CALL, RANDOM, "*", "*", "writeBytes([BII)V", "writeBytes")),
                List.of(
                        WovenPoint.around(RANDOM, "setLength", "(J)V", "setLength"),
                        WovenPoint.of(Form.INSTEAD, RANDOM, "setLength", "(J)V", "setLengthInstead")),
                List.of(
                        WovenPoint.around("java/io/FileDescriptor", "sync", "()V", "sync"),
                        WovenPoint.of(Form.INSTEAD, "java/io/FileDescriptor", "sync", "()V", "syncInstead")),
                dispatcher("write", "(" + FD + "JI)I"),
                dispatcher("pwrite", "(" + FD + "JIJ)I"),
                dispatcher("writev", "(" + FD + "JI)J"),
                dispatcher("truncate", "(" + FD + "J)I"),
                dispatcher("force", "(" + FD + "Z)I"),
                List.of(
                        WovenPoint.around(DISPATCHER, "transferTo", "(" + FD + "JJ" + FD + "Z)J", "transferTo"),
                        WovenPoint.around(
                                CHANNEL,
                                "transferToDirectlyInternal",
                                "(JILjava/nio/channels/WritableByteChannel;" + FD + ")J",
                                "transferFromChannel")),
                // JDK 17 maps the source, and writes.
                List.of(
                        WovenPoint.around(DISPATCHER, "transferFrom", "(" + FD + FD + "JJZ)J", "transferFrom"),
                        WovenPoint.around(DISPATCHER, "write", "(" + FD + "JI)I", "write")),
                List.of(
                        WovenPoint.of(Form.AFTER_WITH_ARGUMENTS, UNIX_DISPATCHER, "map", "(" + FD + "IJJZ)J", "mapped"),
                        WovenPoint.call(Form.AFTER_CALL, CHANNEL, "mapInternal", "*", "map0(IJJZ)J", "mapped")),
                one(WovenPoint.around("java/nio/MappedMemoryUtils", "force", "(" + FD + "JZJJ)V", "forceMapped")),
                List.of(
                        WovenPoint.around("sun/nio/fs/LinuxFileSystem", "directCopy", "(IIJ)I", "copy"),
                        WovenPoint.call(
                                Form.OPEN_CALL,
                                "sun/nio/fs/UnixCopyFile",
                                "copyFile",
                                "*",
                                "transfer(IIJ)V",
                                "copyNatively")),
                List.of(
                        WovenPoint.around("sun/nio/fs/UnixFileSystem", "bufferedCopy", "(IIJIJ)V", "copyWithBuffer"),
                        WovenPoint.call(
                                Form.OPEN_CALL,
                                "sun/nio/fs/UnixCopyFile",
                                "copyFile",
                                "*",
                                "transfer(IIJ)V",
                                "copyNatively")),
                one(WovenPoint.around(FILE, "createNewFile", "()Z", "createNewFile")),
                one(WovenPoint.call(
                        Form.AROUND_CALL,
                        FILE,
                        "createTempFile",
                        "*",
                        "createFileExclusively(Ljava/lang/String;)Z",
                        "createFile")),
                one(WovenPoint.around(FILE, "mkdir", "()Z", "makeDirectory")),
                one(WovenPoint.around(FILE, "delete", "()Z", "delete")),
                one(WovenPoint.around(FILE, "renameTo", "(L" + FILE + ";)Z", "renameTo")));
    }

    private static List<WovenPoint> one(WovenPoint point) {
        return List.of(point);
    }

    private static List<WovenPoint> dispatcher(String method, String descriptor) {
        return List.of(
                WovenPoint.around(UNIX_DISPATCHER, method, descriptor, method),
                WovenPoint.around(DISPATCHER, method, descriptor, method));
    }
}
