def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 4, Failures: 0, Errors: 0, Skipped: 0')
assert build.childFile('ShopTest', 'theTaskMakesItsMock', 'shop.args').contains('-javaagent:')
build.nothingIsLeft()
