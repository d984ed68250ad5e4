def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 19, Failures: 0, Errors: 0, Skipped: 0')
build.logHas("MultiProcess takes part in the tests of module 'quickstart': timeout ")
def children = new File(basedir, 'quickstart/target/multiprocess/com.example.OrderFeedTest/everyOrderIsHandledOnce')
assert children.list().findAll { it.endsWith('.args') }.sort() ==
        ['handle-1.args', 'handle-2.args', 'handle-3.args', 'place.args']
build.nothingIsLeft()
