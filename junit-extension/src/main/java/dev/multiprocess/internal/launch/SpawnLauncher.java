package dev.multiprocess.internal.launch;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.child.ChildMain;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a new JVM with the class path of the tests and the flags that matter. */
final class SpawnLauncher implements ChildLauncher {

    /** Their content is among the test JVM's arguments already; inherited, an agent in them would be loaded twice. */
    private static final List<String> ARGUMENT_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    @Override
    public Process launch(LaunchRequest request) throws IOException {
        Path argumentFile = request.file(".args");
        Optional<DebugPort> debugPort = DebugPort.of(request);
        ArgumentFile.write(argumentFile, arguments(request, debugPort));
        ProcessBuilder builder = new ProcessBuilder(javaExecutable().toString(), "@" + argumentFile);
        request.process().workingDirectory().ifPresent(directory -> builder.directory(existing(directory)));
        Map<String, String> environment = builder.environment();
        ARGUMENT_VARIABLES.forEach(environment::remove);
        environment.putAll(request.process().environment());
        environment.putAll(request.cookie());
        Process process = builder.start();
        // Nobody will ever type anything; a read must see the end instead of waiting.
        process.getOutputStream().close();
        debugPort.ifPresent(port -> port.announce(request.name(), process.pid()));
        return process;
    }

    private static List<String> arguments(LaunchRequest request, Optional<DebugPort> debugPort) {
        JvmArguments jvm =
                JvmArguments.inheritedFrom(ManagementFactory.getRuntimeMXBean().getInputArguments());
        jvm.add(request.test().assertions() ? "-ea" : "-da");
        // Kryo's fast path warns on new JDKs and gains nothing here.
        jvm.add("-Dkryo.unsafe=false");
        jvm.add("-XX:ErrorFile=" + request.file(".hs_err.log"));
        jvm.addAll(request.options().jvmArgs());
        jvm.addAll(request.process().jvmArgs());
        request.process().systemProperties().forEach((key, value) -> jvm.add("-D" + key + "=" + value));
        debugPort.ifPresent(port -> jvm.add(port.argument()));
        // Short-lived JVMs side by side start faster and stay smaller with it.
        jvm.addDefaultCollector("-XX:+UseSerialGC");
        List<String> all = new ArrayList<>(jvm.toList());
        all.add("-cp");
        all.add(String.join(File.pathSeparator, ClassPath.ofTests(request.test().loader())));
        all.add(ChildMain.class.getName());
        all.add(request.privateDirectory().toString());
        all.add(String.valueOf(request.child()));
        return all;
    }

    private static Path javaExecutable() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }

    private static File existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new MultiProcessConfigurationException(
                    "the working directory of a child must exist: workingDirectory=" + directory);
        }
        return directory.toFile();
    }
}
