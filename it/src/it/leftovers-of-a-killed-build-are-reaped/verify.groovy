def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas("an earlier build of module 'leftovers-of-a-killed-build-are-reaped' left 1 process running, ended now:",
        "  pid ${build.text('target/left.pid').trim()}",
        'BUILD SUCCESS')
build.nothingIsLeft()
