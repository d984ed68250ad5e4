import java.nio.file.Path
def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))


def directory = new File(build.text('test.properties').split('=')[1])
def pids = build.text('target/pids').readLines().collect { it as long }
assert pids.size() == 4 // the test JVM and three children
assert build.within(10) { !pids.any { build.isAlive(it) } }
assert build.within(10) { directory.list().every { !it.startsWith('mpj') } }
build.nothingIsLeft()
build.logHasNot('BUILD SUCCESS', 'BUILD FAILURE')
directory.deleteDir()
