def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 1, Failures: 0, Errors: 0',
        "the tests of module 'leftover-of-a-test-fails-the-build' left 1 process running, ended now:",
        "  pid ${build.text('target/left.pid').trim()}",
        'multiprocess.zombies=reap makes this a warning',
        'BUILD FAILURE')
build.logHasNot('BUILD SUCCESS')
build.nothingIsLeft()
