def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 6, Failures: 0, Errors: 0, Skipped: 0')
assert build.childFile('ToolsTest', 'variablesWithJvmArguments_holdInAChildOnceAndSayNothing', 'quiet.txt').isEmpty()
build.nothingIsLeft()
