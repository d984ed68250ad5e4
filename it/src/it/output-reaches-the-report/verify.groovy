def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def suite = build.report('TalkingTest')
assert suite.'**'.findAll { it.name() == 'system-out' }.any { it.text().contains('[talker] line 5000') }
assert suite.'**'.findAll { it.name() == 'system-err' }.any { it.text().contains('[talker] a warning') }
def lines = build.childFile('TalkingTest', 'aChildTalks', 'talker.txt').readLines()
assert lines.findAll { it.startsWith('line ') } == (1..5000).collect { 'line ' + it }
assert lines.contains('a warning')
build.logHas('[talker] line 1')
build.logHasNot('Corrupted channel')
