package dev.multiprocess.internal.link;

import java.util.List;

/**
 * The link of a child that is about to be started, for which this JVM already listens.
 *
 * @param words arguments by which the child finds the link
 * @param link not to be sent anything before the child has called
 */
public record AwaitedLink(List<String> words, LinkServer link) {}
