/** The options of MultiProcess: one class, read alike by the Maven plugin, the test JVM and its children. */
package dev.multiprocess.internal.config;
