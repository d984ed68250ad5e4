package dev.multiprocess.maven;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Makes Maven's own model objects, as they are when a build has read its POMs. */
final class Modules {

    private Modules() {}

    static MavenProject module(String artifactId, Path baseDirectory) {
        Model model = new Model();
        model.setArtifactId(artifactId);
        model.setBuild(new Build());
        model.getBuild().setDirectory(baseDirectory.resolve("target").toString());
        MavenProject project = new MavenProject(model);
        project.setFile(baseDirectory.resolve("pom.xml").toFile());
        return project;
    }

    static Plugin addOurs(MavenProject project, Map<String, String> parameters) {
        Plugin plugin = add(project, "dev.multiprocess", "multiprocess-maven-plugin");
        plugin.setConfiguration(configuration(parameters));
        return plugin;
    }

    static Plugin add(MavenProject project, String groupId, String artifactId) {
        Plugin plugin = new Plugin();
        plugin.setGroupId(groupId);
        plugin.setArtifactId(artifactId);
        project.getBuild().addPlugin(plugin);
        return plugin;
    }

    static Plugin addSurefire(MavenProject project) {
        return add(project, "org.apache.maven.plugins", "maven-surefire-plugin");
    }

    static PluginExecution addExecution(Plugin plugin, String id) {
        PluginExecution execution = new PluginExecution();
        execution.setId(id);
        plugin.addExecution(execution);
        return execution;
    }

    static Xpp3Dom configuration(Map<String, String> texts) {
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        texts.forEach((name, text) -> {
            Xpp3Dom child = new Xpp3Dom(name);
            child.setValue(text);
            configuration.addChild(child);
        });
        return configuration;
    }

    static String variable(ConfigurationContainer container, String key) {
        Xpp3Dom variables = ((Xpp3Dom) container.getConfiguration()).getChild("systemPropertyVariables");
        return variables.getChild(key) == null ? null : variables.getChild(key).getValue();
    }

    static Properties properties(Map<String, String> texts) {
        Properties properties = new Properties();
        properties.putAll(texts);
        return properties;
    }
}
