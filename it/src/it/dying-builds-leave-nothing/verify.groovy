def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def started = build.text('target/started').readLines()
assert started.size() == 12 * 5 // the test JVM, two children and what the third has left
assert build.text('target/survivors') == ''
assert build.within(10) { !started.any { build.isAlive(it.split(' ')[1] as long) } }

def directory = new File(build.text('test.properties').split('=')[1])
assert build.within(10) { directory.list().every { !it.startsWith('mpj') } }
build.nothingIsLeft()
build.logHas("an earlier build of module 'dying-builds-leave-nothing' left ",
        "child 'paused' of DyingTest.dies: ",
        'not a child of a test itself: /usr/bin/sleep',
        'BUILD SUCCESS')
directory.deleteDir()
