import java.nio.file.Path

def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))


def directory = new File(build.text('test.properties').split('=')[1])
build.nothingIsLeftWithin(10)
build.logHas('[waiter-1] waiting', '[waiter-3] waiting')
build.logHasNot('BUILD')
long testJvm = build.text('target/test-jvm.pid') as long
assert build.within(10) { !build.isAlive(testJvm) }
assert build.within(10) { directory.list().every { !it.startsWith('mpj') } }
directory.deleteDir()
