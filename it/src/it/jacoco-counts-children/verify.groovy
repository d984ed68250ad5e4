def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def lines = build.text('target/site/jacoco/jacoco.csv').readLines()
def shop = [lines[0].split(','), lines.find { it.contains(',Shop,') }.split(',')].transpose().collectEntries()
assert shop.METHOD_COVERED == '2'
assert shop.METHOD_MISSED == '0'
build.nothingIsLeft()
