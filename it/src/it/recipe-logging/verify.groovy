def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

List<String> logs = build.invocations()
assert logs.size() == 2
logs.each { log ->
    assert log.contains('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
    assert log.contains('[node-2] INFO LogTest - node 1 logs')
}
// of the second one, which is Log4j
assert build.childFile('LogTest', 'eachChildHasALogFile', 'node-1/app.log').contains('INFO LogTest - node 0 logs')
build.nothingIsLeft()
