def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

long left = build.text('target/left.pid').trim() as long
try {
    assert build.text('build.log').count('Skipping: multiprocess.skip is set.') == 2
    build.logHas('BUILD SUCCESS')
    assert build.ours() == [left]
} finally {
    ProcessHandle.of(left).ifPresent { it.destroyForcibly() }
}
