#!/bin/sh
set -e
cd "$(dirname "$0")"
# snippet: run
javac -g -d target/tests -cp 'target/lib/*' src/test/java/com/example/*.java
java -cp 'target/tests:target/lib/*' org.junit.platform.console.ConsoleLauncher execute \
  --scan-class-path target/tests --config multiprocess.timeout=20s "$@"
# end
