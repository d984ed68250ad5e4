def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 5, Failures: 0, Errors: 0, Skipped: 0')
assert build.childFile('SideBySideTest', 'first', 'writer.txt') == 'writes first\n'
assert build.childFile('SideBySideTest', 'second', 'writer.txt') == 'writes second\n'
build.nothingIsLeft()
