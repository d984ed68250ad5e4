import java.nio.file.Files
import java.nio.file.Path

/** What a scenario's verify.groovy asks about its build: evaluate this file to get one. */
class EndedBuild {

    final File basedir

    EndedBuild(File basedir) {
        this.basedir = basedir
    }

    void logHas(String... texts) {
        String log = text('build.log')
        List<String> missing = texts.findAll { !log.contains(it) }
        assert missing.isEmpty()
    }

    void logHasNot(String... texts) {
        String log = text('build.log')
        List<String> present = texts.findAll { log.contains(it) }
        assert present.isEmpty()
    }

    String text(String file) {
        return new File(basedir, file).getText('UTF-8')
    }

    /** What each of several invocations has logged, in their order. */
    List<String> invocations() {
        return text('build.log').split(/(?=\[INFO\] Scanning for projects\.\.\.)/).toList().tail()
    }

    /** The report of a test class, as Surefire wrote it. */
    Node report(String testClass) {
        return new groovy.xml.XmlParser().parse(
                new File(basedir, "target/surefire-reports/TEST-com.example.${testClass}.xml"))
    }

    /** The message of the only failed test of a class. */
    String failure(String testClass) {
        def bad = report(testClass).testcase.collect { it.failure + it.error }.flatten()
        assert bad.size() == 1
        return bad[0].text()
    }

    /** What a child's file in the output directory of its test has. */
    String childFile(String testClass, String method, String file) {
        return text("target/multiprocess/com.example.${testClass}/${method}/${file}")
    }

    /** Processes that carry this project's cookie, by the environment they were started with. */
    List<Long> ours() {
        return ProcessHandle.allProcesses().filter { hasCookie(it) && isAlive(it.pid()) }.map { it.pid() }.toList()
    }

    void nothingIsLeft() {
        assert ours() == []
    }

    /** Look until it holds, or time is up. */
    boolean within(int seconds, Closure<Boolean> holds) {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L
        while (!holds() && System.nanoTime() < deadline) {
            Thread.sleep(20)
        }
        return holds()
    }

    private boolean hasCookie(ProcessHandle process) {
        String environment = procFile(process.pid(), 'environ')
        return environment.contains('MULTIPROCESS_SESSION=') && environment.split('\0').any {
            it.startsWith('MULTIPROCESS_PROJECT=') &&
                    Path.of(it.substring(it.indexOf('=') + 1)).startsWith(basedir.toPath().toRealPath())
        }
    }

    /** Not if it has exited and only awaits its parent. */
    static boolean isAlive(long pid) {
        String stat = procFile(pid, 'stat')
        return !stat.isEmpty() && !stat.substring(stat.lastIndexOf(')') + 2).startsWith('Z')
    }

    /** Empty if the process is gone or not ours to read. */
    private static String procFile(long pid, String name) {
        try {
            return new String(Files.readAllBytes(Path.of('/proc', pid as String, name)))
        } catch (IOException gone) {
            return ''
        }
    }
}

return new EndedBuild(basedir)
