package dev.multiprocess.internal.jupiter;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.MultiProcessOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Properties;

/**
 * Finds misspelt keys where configuration parameters come from; JUnit gives an extension the value of a key that it
 * asks for, but no list of the keys.
 */
final class ParameterKeys {

    private static final System.Logger LOG = System.getLogger(ParameterKeys.class.getName());
    private static final String FILE = "junit-platform.properties";

    private ParameterKeys() {}

    static void check(ClassLoader tests) {
        MultiProcessOptions.checkKeys(inFile(tests).stringPropertyNames(), FILE);
        try {
            MultiProcessOptions.checkKeys(
                    System.getProperties().stringPropertyNames().stream()
                            .filter(key -> !MultiProcessOptions.CHOICES.contains(key))
                            .toList(),
                    "system property");
        } catch (MultiProcessConfigurationException e) {
            // It may be a build's own property, as a version of this library often is: Maven passes those on.
            LOG.log(Level.WARNING, "a system property has no effect: {0}", e.getMessage());
        }
    }

    private static Properties inFile(ClassLoader tests) {
        Properties properties = new Properties();
        try (InputStream file = tests.getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
        return properties;
    }
}
