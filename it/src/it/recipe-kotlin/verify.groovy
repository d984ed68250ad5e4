def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 5, Failures: 0, Errors: 0, Skipped: 0')
assert build.report('WordsTest').testcase*.@name.contains('lambdas are tasks(Processes, ProcessQueue)')
assert new File(basedir, 'target/multiprocess/com.example.RolesTest/every number is counted once').list()
        .findAll { it.endsWith('.launch.txt') }.sort() ==
        ['count-1.launch.txt', 'count-2.launch.txt', 'write.launch.txt']
build.nothingIsLeft()
