def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def mavens = build.invocations()
assert mavens.size() == 3
['feed', 'shop'].each { module ->
    def left = build.text("$module/target/left.pids").readLines()
    assert left.size() == 3
    mavens.eachWithIndex { log, i ->
        assert ["the tests of module '$module' left 1 process running, ended now:", "  pid ${left[i]}, ", 'BUILD SUCCESS']
                .every { log.contains(it) }
    }
}
assert mavens.every { it.count('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0') >= 2 }
build.nothingIsLeft()

def properties = new File(basedir, 'test.properties')
if (properties.exists()) {
    def link = new File(properties.text.split('=')[1])
    assert link.delete() && link.parentFile.delete()
}
