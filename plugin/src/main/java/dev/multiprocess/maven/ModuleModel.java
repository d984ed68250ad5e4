package dev.multiprocess.maven;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.config.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Reads our plugin's parameters from a module's model, and writes system properties for its test JVMs into it. */
final class ModuleModel {

    private static final String OUR_GROUP = "dev.multiprocess";
    private static final String OUR_PLUGIN = OUR_GROUP + ":multiprocess-maven-plugin";

    private static final String SUREFIRE = "org.apache.maven.plugins:maven-surefire-plugin";

    private static final List<String> TEST_PLUGINS =
            List.of(SUREFIRE, "org.apache.maven.plugins:maven-failsafe-plugin");

    private static final String FORK_TIMEOUT = "forkedProcessTimeoutInSeconds";
    private static final String FORK_TIMEOUT_PROPERTY = "surefire.timeout";
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private static final String LIBRARY = "multiprocess-junit";

    private final MavenProject project;

    ModuleModel(MavenProject project) {
        this.project = project;
    }

    /**
     * Read the parameters as Maven would give them to a goal: the plugin's configuration, then the POM's properties.
     *
     * @return texts by parameter name, without those that are not set; empty if the module does not use the plugin
     * @throws MultiProcessConfigurationException if an execution has a configuration of its own, or a value has elements
     */
    Optional<Map<String, String>> parameters() {
        return Optional.ofNullable(project.getPlugin(OUR_PLUGIN)).map(plugin -> {
            Map<String, String> configured = texts(plugin);
            plugin.getExecutions().forEach(execution -> checkSame(execution, configured));
            Map<String, String> parameters = new LinkedHashMap<>();
            for (Option<?> option : MultiProcessOptions.all()) {
                Optional.ofNullable(project.getProperties().getProperty(option.key()))
                        .ifPresent(text -> parameters.put(option.parameter(), text));
            }
            parameters.putAll(configured);
            return parameters;
        });
    }

    private Map<String, String> texts(ConfigurationContainer container) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (container.getConfiguration() instanceof Xpp3Dom configuration) {
            for (Xpp3Dom child : configuration.getChildren()) {
                if (child.getChildCount() > 0) {
                    throw new MultiProcessConfigurationException(MultiProcessOptions.PREFIX + child.getName()
                            + " must be text without elements in it: <"
                            + child.getChild(0).getName() + ">"
                            + " (Maven plugin parameter of module '" + project.getArtifactId() + "')");
                }
                if (child.getValue() != null) {
                    texts.put(child.getName(), child.getValue());
                }
            }
        }
        return texts;
    }

    /** Maven has merged the plugin's configuration into the execution's, so any difference is the execution's own. */
    private void checkSame(PluginExecution execution, Map<String, String> configured) {
        Map<String, String> own = texts(execution);
        own.entrySet().removeAll(configured.entrySet());
        own.keySet().stream().findFirst().ifPresent(name -> {
            throw new MultiProcessConfigurationException(MultiProcessOptions.PREFIX + name
                    + " must be set in the <configuration> of the plugin, since it holds for all tests of a module:"
                    + " '" + own.get(name) + "' (execution '" + execution.getId() + "' in module '"
                    + project.getArtifactId() + "')");
        });
    }

    /** Return whether the module depends on the extension and can have tests. */
    boolean hasTests() {
        return !project.getPackaging().equals("pom")
                && project.getDependencies().stream()
                        .anyMatch(dependency -> dependency.getGroupId().equals(OUR_GROUP)
                                && dependency.getArtifactId().equals(LIBRARY));
    }

    /** Return what is wrong with the module's Surefire: versions below 3 may run none of JUnit's tests and pass. */
    Optional<String> complaintAboutSurefire() {
        Plugin plugin = project.getPlugin(SUREFIRE);
        return plugin == null || isAtLeast(plugin, 3, 0)
                ? Optional.empty()
                : Optional.of("module '" + project.getArtifactId() + "' must use maven-surefire-plugin 3.0.0 or later,"
                        + " found " + plugin.getVersion() + ": it may run no test of JUnit Jupiter and pass");
    }

    /**
     * Let Surefire and Failsafe hand system properties to their test JVMs. What the POM sets there itself stays.
     *
     * <p>Executions have been given their own copy of the plugin's configuration by now; the plugin's is what a goal
     * called by name uses.
     */
    void addToTestJvms(Map<String, String> properties) {
        for (String key : TEST_PLUGINS) {
            Plugin plugin = project.getPlugin(key);
            if (plugin != null) {
                plugin.getExecutions().forEach(execution -> add(execution, properties));
                add(plugin, properties);
            }
        }
    }

    /**
     * Put this plugin on Surefire's and Failsafe's class path, where they have a timeout for the whole test JVM and an
     * extension point before it; there they find {@link ForkTimeoutDiagnosis}.
     *
     * @param commandLine properties that may set the timeout
     */
    void askTestJvmsBeforeTheyAreKilled(Properties commandLine) {
        for (String key : TEST_PLUGINS) {
            Plugin plugin = project.getPlugin(key);
            if (plugin != null && hasExtensionPoint(plugin) && hasTimeout(plugin, commandLine)) {
                Dependency self = new Dependency();
                self.setGroupId(project.getPlugin(OUR_PLUGIN).getGroupId());
                self.setArtifactId(project.getPlugin(OUR_PLUGIN).getArtifactId());
                self.setVersion(project.getPlugin(OUR_PLUGIN).getVersion());
                plugin.addDependency(self);
            }
        }
    }

    /** Since 3.6.0. */
    private static boolean hasExtensionPoint(Plugin plugin) {
        return isAtLeast(plugin, 3, 6);
    }

    /** False also for a version that is none. */
    private static boolean isAtLeast(Plugin plugin, int wantedMajor, int wantedMinor) {
        Matcher version = VERSION.matcher(String.valueOf(plugin.getVersion()));
        if (!version.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > wantedMajor || major == wantedMajor && Integer.parseInt(version.group(2)) >= wantedMinor;
    }

    private boolean hasTimeout(Plugin plugin, Properties commandLine) {
        return commandLine.containsKey(FORK_TIMEOUT_PROPERTY)
                || project.getProperties().containsKey(FORK_TIMEOUT_PROPERTY)
                || isSet(plugin, FORK_TIMEOUT)
                || plugin.getExecutions().stream().anyMatch(execution -> isSet(execution, FORK_TIMEOUT));
    }

    private static boolean isSet(ConfigurationContainer container, String parameter) {
        return container.getConfiguration() instanceof Xpp3Dom configuration
                && configuration.getChild(parameter) != null;
    }

    private static void add(ConfigurationContainer container, Map<String, String> properties) {
        if (container.getConfiguration() == null) {
            container.setConfiguration(new Xpp3Dom("configuration"));
        }
        Xpp3Dom variables = child((Xpp3Dom) container.getConfiguration(), "systemPropertyVariables");
        properties.forEach((key, value) -> {
            if (variables.getChild(key) == null) {
                child(variables, key).setValue(value);
            }
        });
    }

    private static Xpp3Dom child(Xpp3Dom parent, String name) {
        if (parent.getChild(name) == null) {
            parent.addChild(new Xpp3Dom(name));
        }
        return parent.getChild(name);
    }
}
