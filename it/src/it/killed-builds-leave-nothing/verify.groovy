import java.util.concurrent.TimeUnit

def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))
def directory = new File(build.text('test.properties').split('=')[1])
boolean isNightly = nightly == 'true'
long seed = System.nanoTime()
def random = new Random(seed)
println "seed $seed"
long began = System.nanoTime()
def passed = { "${(System.nanoTime() - began).intdiv(1_000_000_000)} s" }

def start = { String name, String... options ->
    def command = ['sh', '-c', 'exec "$0" "$@" -Dmaven.pid=$$', "${System.getProperty('maven.home')}/bin/mvn", '-B', '-o',
            "-Dmaven.repo.local=$localRepositoryPath", '-Dmaven.legacyLocalRepo=true', "-Down.tmpdir=$directory"]
    def builder = new ProcessBuilder((command + options.toList())*.toString()).directory(basedir).redirectErrorStream(true)
    builder.environment().MAVEN_OPTS = ("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=$directory").toString()
    return builder.redirectOutput(new File(basedir, "target/${name}.log")).start()
}
def end = { Process maven ->
    assert maven.waitFor(120, TimeUnit.SECONDS)
    return maven.exitValue()
}
def surefire = 'org.apache.maven.plugins:maven-surefire-plugin:test'
def signals = [
        testJvm: { 'kill -KILL $testJvm' },
        maven: { 'kill -KILL $maven' },
        both: { 'kill -KILL $maven $testJvm' },
        goingDown: { "kill -TERM \$testJvm; sleep 0.${String.format('%03d', random.nextInt(150))}; kill -KILL \$testJvm" }]
def kill = { String victim, String instant, int millis ->
    "-Dat.$instant=sleep ${random.nextInt(millis) / 1000}; ${signals[victim]()}"
}

// killed, one after the other: each looks first what is left of the one before
int killed = 0
signals.keySet().each { victim ->
    [true, false].each { children ->
        (isNightly ? 50 : children && victim != 'goingDown' ? 1 : 0).times {
            def method = ['SPAWN', 'FORK', 'FORK_SERVER'][killed % 3]
            boolean makesArchive = method == 'FORK' && killed % 2 == 1
            if (makesArchive) {
                new File(basedir, 'target/multiprocess/archives').deleteDir()
            }
            def murder = random.nextBoolean()
                    ? kill(victim, 'begin', 1000)
                    : kill(victim, 'complete', makesArchive ? 3000 : 50)
            int code = end(start('killed', surefire, '-Dtest=KilledTest', "-Dchildren=$children",
                    "-Dmultiprocess.startMethod=$method", murder))
            assert victim in ['maven', 'both']
                    ? code == 137
                    : build.text('target/killed.log').contains('The forked VM terminated without properly saying goodbye')
            assert build.text('target/test-jvms').readLines().size() == ++killed
        }
        println "$victim, children: $children: ${build.text('target/left').readLines()}, ${passed()}"
    }
}
end(start('killed', surefire, '-Dtest=KilledTest', '-Dat.begin=kill -TERM $testJvm'))
assert build.text('target/left') == ''

// side by side, where every second time one is killed
(isNightly ? 20 : 2).times { round ->
    def victim = ['testJvm', 'both', 'maven'][round.intdiv(2) % 3]
    boolean kills = round % 2 == 1
    def builds = ['first', 'second'].collect { name ->
        start(name, surefire, '-Dtest=SideBySideTest', "-Dbuild=$name", "-Dsurefire.reportNameSuffix=$name",
                kills && name == 'second' ? kill(victim, 'begin', 2000) : '-Dalive')
    }
    def codes = builds.collect { end(it) }
    (kills ? ['first'] : ['first', 'second']).each {
        def log = build.text("target/${it}.log")
        assert log.contains('Tests run: 3, Failures: 0, Errors: 0, Skipped: 0') && log.contains('BUILD SUCCESS')
        // What a test JVM or Maven would say that had to end or to miss something of the other's.
        assert !(log =~ /dev\.multiprocess\.\S+ \S+\s+WARNING: /) && !log.contains(' running, ended now')
    }
    assert kills || codes == [0, 0]
}
println "side by side: ${passed()}"

assert end(start('next', 'validate')) == 0
build.nothingIsLeft()
assert directory.list().every { !it.startsWith('mpj-') }
directory.deleteDir()
