package dev.multiprocess.maven;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.MultiProcessOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.maven.project.MavenProject;

/**
 * What is configured for one module: its options, and which of them its test JVMs must be given.
 *
 * @param name the module's artifact id
 * @param baseDirectory absolute
 * @param options valid, the output directory below the module's
 * @param told keys of options for the test JVMs: those with a parameter, and the output directory, but none from the
 *     command line, which Surefire and Failsafe pass on themselves
 */
record ModuleSettings(String name, Path baseDirectory, MultiProcessOptions options, Set<String> told) {

    /**
     * Read the settings. The command line is more specific than the plugin's parameters, since Surefire sees it so too.
     *
     * @param parameters of the plugin by their names, without those that are not set
     * @param commandLine the user properties of the build
     * @throws MultiProcessConfigurationException if anything is unknown or not allowed
     */
    static ModuleSettings of(MavenProject project, Map<String, String> parameters, Properties commandLine) {
        String source = "Maven plugin parameter of module '" + project.getArtifactId() + "'";
        Map<String, String> configured = new LinkedHashMap<>();
        parameters.forEach((name, text) -> configured.put(MultiProcessOptions.PREFIX + name, text));
        Map<String, String> typed = typed(project, commandLine);
        check(configured, source);
        check(typed, "Maven command line");
        String build = new File(project.getBuild().getDirectory(), "multiprocess").getPath();
        Map<String, String> builtIn = Map.of(MultiProcessOptions.OUTPUT_DIRECTORY.key(), build);
        MultiProcessOptions options = MultiProcessOptions.from(in(project, builtIn), "build directory")
                .overriddenBy(in(project, configured), source)
                .overriddenBy(in(project, typed), "Maven command line");
        Set<String> told = new HashSet<>(configured.keySet());
        told.addAll(builtIn.keySet());
        told.removeAll(typed.keySet());
        return new ModuleSettings(
                project.getArtifactId(), project.getBasedir().toPath().toAbsolutePath(), options, Set.copyOf(told));
    }

    /** A property that the POM defines too, such as a version, is its own affair whatever it is called. */
    private static Map<String, String> typed(MavenProject project, Properties commandLine) {
        Set<String> ownKeys = new HashSet<>(project.getProperties().stringPropertyNames());
        MultiProcessOptions.all().forEach(option -> ownKeys.remove(option.key()));
        // Not for the plugin, but for a test that is run alone.
        ownKeys.addAll(MultiProcessOptions.CHOICES);
        Map<String, String> typed = new HashMap<>();
        commandLine.stringPropertyNames().stream()
                .filter(key -> key.startsWith(MultiProcessOptions.PREFIX) && !ownKeys.contains(key))
                .forEach(key -> typed.put(key, commandLine.getProperty(key)));
        return typed;
    }

    private static void check(Map<String, String> texts, String source) {
        MultiProcessOptions.checkKeys(texts.keySet(), source);
        String session = MultiProcessOptions.SESSION.key();
        if (texts.containsKey(session)) {
            throw new MultiProcessConfigurationException(session
                    + " is made by the plugin for each build and must not be set: '" + texts.get(session) + "' ("
                    + source + ")");
        }
    }

    /** Look texts up, with the output directory relative to the module instead of Maven's working directory. */
    private static Function<String, Optional<String>> in(MavenProject project, Map<String, String> texts) {
        return key -> Optional.ofNullable(texts.get(key))
                .map(text -> key.equals(MultiProcessOptions.OUTPUT_DIRECTORY.key())
                                && !text.isBlank()
                                && !new File(text).isAbsolute()
                        ? new File(project.getBasedir(), text).getPath()
                        : text);
    }

    /** Return the one line that the log of a build has for the module. */
    String summary() {
        Map<String, String> texts = options.asMap();
        return "MultiProcess takes part in the tests of module '" + name + "': timeout "
                + texts.get(MultiProcessOptions.PREFIX + "timeout") + ", start method "
                + texts.get(MultiProcessOptions.PREFIX + "startMethod") + ", processes that are left: "
                + texts.get(MultiProcessOptions.PREFIX + "zombies");
    }

    /**
     * Write what the module's test JVMs are to know.
     *
     * @param session id of the build
     * @return system properties
     */
    Map<String, String> forTestJvms(String session) {
        Map<String, String> properties = options.asMap();
        properties.keySet().retainAll(told);
        properties.put(MultiProcessOptions.SESSION.key(), session);
        return properties;
    }
}
