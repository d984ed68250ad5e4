package dev.multiprocess.maven;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.config.Option;
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
 * What is configured for one module: its options, and which of them somebody chose.
 *
 * @param name the module's artifact id
 * @param baseDirectory absolute
 * @param options valid, the output directory below the module's
 * @param chosen keys of the options that do not just have their default
 */
record ModuleSettings(String name, Path baseDirectory, MultiProcessOptions options, Set<String> chosen) {

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
        Set<String> chosen = new HashSet<>(configured.keySet());
        chosen.addAll(typed.keySet());
        return new ModuleSettings(
                project.getArtifactId(), project.getBasedir().toPath().toAbsolutePath(), options, Set.copyOf(chosen));
    }

    /** A property that the POM defines too, such as a version, is its own affair whatever it is called. */
    private static Map<String, String> typed(MavenProject project, Properties commandLine) {
        Set<String> ownKeys = new HashSet<>(project.getProperties().stringPropertyNames());
        MultiProcessOptions.all().forEach(option -> ownKeys.remove(option.key()));
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

    /**
     * Write what the module's test JVMs are to know.
     *
     * @param session id of the build
     * @return system properties: what was chosen, the session and the output directory
     */
    Map<String, String> forTestJvms(String session) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> texts = options.asMap();
        for (Option<?> option : MultiProcessOptions.all()) {
            if (chosen.contains(option.key()) || option == MultiProcessOptions.OUTPUT_DIRECTORY) {
                properties.put(option.key(), texts.get(option.key()));
            }
        }
        properties.put(MultiProcessOptions.SESSION.key(), session);
        return properties;
    }
}
