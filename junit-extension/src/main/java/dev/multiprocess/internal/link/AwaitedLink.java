package dev.multiprocess.internal.link;

import java.util.List;

/**
 * The link of a child that is about to be started, for which this JVM listens already.
 *
 * @param words what the child is told, so that it finds the link
 * @param link not to be sent anything before the child has called
 */
public record AwaitedLink(List<String> words, LinkServer link) {}
