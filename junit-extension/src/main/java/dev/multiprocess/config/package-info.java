/** The options of MultiProcess: one class, which the Maven plugin and the test JVM read alike. */
package dev.multiprocess.config;
